/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.sealspatial.bench.measure.Cost;
import org.sealspatial.bench.measure.HttpSide;
import org.sealspatial.bench.measure.HttpSide.Seen;
import org.sealspatial.bench.measure.Warming;

/**
 * What the gateway's rows look at: the same processes serve all of them.
 *
 * @param turns empty where no row asks
 * @param connected by number of connections
 */
record GatewayRuns(Optional<Turns> turns, Map<Integer, Connected> connected) {
  private static final int MOST_WARM_UPS = 12;

  /** Until then the JVM compiles, and would be measured with the side that has more code. */
  private static final int FIRST_WARM_UP = 60_000;

  /** A collection or a compilation weighs much in what so few requests cost. */
  private static final int LONGER = 2;

  /**
   * So many connections.
   *
   * @param fast as fast as they can
   * @param half at half of that rate, from the time each was due
   * @param rate that half, a second
   */
  record Connected(Seen fast, Seen half, double rate) {}

  /**
   * Measured in turn.
   *
   * @param bare bytes in, bytes out
   * @param plain the product's job by hand
   */
  record Turns(List<Seen> product, List<Seen> bare, List<Seen> plain) {}

  static GatewayRuns of(Run run) throws Exception {
    return run.shared().once("gateway", () -> measure(run));
  }

  private static GatewayRuns measure(Run run) throws Exception {
    var sides = new HttpSides(run);
    Map<Integer, Connected> connected = new HashMap<>();
    try (HttpSide product = sides.product()) {
      int count = warm(run, product);
      Optional<Turns> turns = Optional.empty();
      if (GatewayRow.rows().stream().anyMatch(row -> run.shared().wants(row.id()))) {
        turns = Optional.of(turns(run, sides, product, count));
      }
      for (int connections : ConnectionsRow.ALL) {
        if (run.shared().wants(ConnectionsRow.id(connections))) {
          connected.put(connections, connect(run, product, connections));
        }
      }
      return new GatewayRuns(turns, connected);
    }
  }

  private static Turns turns(Run run, HttpSides sides, HttpSide product, int count)
      throws Exception {
    int longer = run.plan().quick() ? 1 : LONGER;
    int connections = GatewayRow.CONNECTIONS;
    var turns = new Turns(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (HttpSide bare = sides.bare();
        HttpSide plain = sides.plain()) {
      int ofBare = warm(run, bare);
      int ofPlain = warm(run, plain);
      for (int n = 0; n < run.plan().pairs(); n++) {
        turns.product.add(product.saturated(longer * count, connections));
        turns.bare.add(bare.saturated(longer * ofBare, connections));
        turns.plain.add(plain.saturated(longer * ofPlain, connections));
      }
    }
    return turns;
  }

  private static Connected connect(Run run, HttpSide product, int connections)
      throws InterruptedException {
    int guess = run.plan().quick() ? 100 : 500 * Math.min(connections, 8);
    int count = count(run, product.saturated(guess, connections).all());
    Seen fast = product.saturated(count, connections);
    double half = fast.all().rate() / 2;
    return new Connected(fast, product.steady(Math.max(50, count / 2), connections, half), half);
  }

  /** Warms up until the gateway gets no cheaper; returns how many calls fill the time. */
  private static int warm(Run run, HttpSide side) throws InterruptedException {
    boolean quick = run.plan().quick();
    var last =
        new AtomicReference<>(side.saturated(quick ? 500 : FIRST_WARM_UP, GatewayRow.CONNECTIONS));
    new Warming(quick ? 0 : MOST_WARM_UPS)
        .warm(
            () -> {
              int count = count(run, last.get().all());
              last.set(side.saturated(count, GatewayRow.CONNECTIONS));
              return last.get().gateway().micros();
            });
    return count(run, last.get().all());
  }

  private static int count(Run run, Cost cost) {
    int most = run.plan().quick() ? 1_000 : run.plan().burst();
    return (int) Math.max(100, Math.min(most, cost.rate() * run.plan().seconds()));
  }
}
