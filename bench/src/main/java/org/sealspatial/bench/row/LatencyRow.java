/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Pairs;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.measure.Steady;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.measure.Warming;
import org.sealspatial.jose.StrictJson;

/**
 * From the time a request is due to its reply in a committed reader, without a time slice, against
 * plain clients that send the request back as it is in the same kind of transaction. Who answers is
 * the product, or the ceiling: what any answer with the same signatures takes.
 */
final class LatencyRow implements Row {
  private static final List<Integer> RATES = List.of(0, 100, 500);

  private static final Target TARGET = Target.ratioAtMost(1.15);

  private static final int WARM_RATE = 500;
  private static final double WARM_SECONDS = 10;
  private static final int MOST_WARM_UPS = 9;

  private final int rate;
  private final boolean judged;

  /**
   * At this rate; 0: one request at a time.
   *
   * @param judged the product against the bare hops; else the ceiling against them
   */
  private LatencyRow(int rate, boolean judged) {
    this.rate = rate;
    this.judged = judged;
  }

  /** The product at each rate; then the ceiling, as figures to read. */
  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    RATES.forEach(rate -> rows.add(new LatencyRow(rate, true)));
    RATES.forEach(rate -> rows.add(new LatencyRow(rate, false)));
    return rows;
  }

  @Override
  public String id() {
    return id(rate) + (judged ? "" : "-plain");
  }

  private static String id(int rate) {
    return "latency-" + (rate == 0 ? "one" : rate);
  }

  @Override
  public String group() {
    return "latency";
  }

  @Override
  public boolean judgedByNoise() {
    return judged;
  }

  @Override
  public String what() {
    return "p50 of "
        + (judged ? "issue, " : "the ceiling, ")
        + (rate == 0 ? "one in flight" : rate + "/s")
        + ", against two bare hops";
  }

  @Override
  public Result measure(Run run) throws Exception {
    Turns turns = run.shared().once("latency", () -> all(run)).get(rate);
    return judged
        ? result(run, new Pairs<>(turns.product, turns.bare), Optional.of(TARGET))
        : result(run, new Pairs<>(turns.ceiling, turns.bare), Optional.empty());
  }

  /** What was seen at one rate, in turn. */
  private record Turns(List<Steady> product, List<Steady> ceiling, List<Steady> bare) {}

  /** All rates that are wanted, with the same processes. */
  private static Map<Integer, Turns> all(Run run) throws Exception {
    var sides = new Sides(run);
    Map<Integer, Turns> all = new HashMap<>();
    try (Side product = sides.product(Kind.ISSUE, Map.of("slice", "0ms"));
        Side ceiling = sides.ceiling(Kind.ISSUE, Map.of("slice.ms", "0"));
        Side bare = sides.ceiling(Kind.ISSUE, Map.of("slice.ms", "0", "job", "echo"))) {
      for (Side side : List.of(product, ceiling, bare)) {
        warm(run, side);
      }
      for (int rate : RATES) {
        if (run.shared().wants(id(rate)) || run.shared().wants(id(rate) + "-plain")) {
          var turns = new Turns(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
          for (int n = 0; n < run.plan().pairs(); n++) {
            turns.product.add(take(run, product, rate));
            turns.bare.add(take(run, bare, rate));
            turns.ceiling.add(take(run, ceiling, rate));
          }
          all.put(rate, turns);
        }
      }
    }
    return all;
  }

  /** A transaction for each request is other code than one for many, and gets warm by itself. */
  private static void warm(Run run, Side side) throws InterruptedException {
    Rotation.warm(run, side);
    double seconds = run.plan().quick() ? 0.1 : WARM_SECONDS;
    new Warming(run.plan().quick() ? 1 : MOST_WARM_UPS)
        .warm(() -> side.steady(WARM_RATE, seconds).cost().micros());
  }

  private static Steady take(Run run, Side side, int rate) throws InterruptedException {
    double seconds = run.plan().seconds();
    return rate == 0
        ? side.oneByOne(run.plan().quick() ? 20 : (int) (50 * seconds))
        : side.steady(rate, seconds);
  }

  private static Result result(Run run, Pairs<Steady> pairs, Optional<Target> target) {
    Numbers ratios = pairs.ratios(steady -> steady.millis(50));
    ObjectNode details = StrictJson.object();
    details.put("ratioOfP99", pairs.ratios(steady -> steady.millis(99)).median());
    details.put("ratioOfCpu", pairs.ratios(steady -> steady.cost().micros()).median());
    put(details.putArray("a"), pairs.first());
    put(details.putArray("b"), pairs.second());
    return new Result(
        p50(pairs.first()),
        p50(pairs.second()),
        Optional.of(ratios),
        target,
        run.judge(target, ratios, pairs.first().size()),
        details);
  }

  private static String p50(List<Steady> all) {
    return Result.number(Numbers.of(all, steady -> steady.millis(50)).median(), "ms");
  }

  static void put(ArrayNode array, List<Steady> all) {
    all.forEach(
        steady ->
            array
                .addObject()
                .put("requests", steady.cost().requests())
                .put("p50ms", steady.millis(50))
                .put("p99ms", steady.millis(99))
                .put("p999ms", steady.millis(99.9))
                .put("processMicros", steady.cost().processMicros())
                .put("brokerMicros", steady.cost().brokerMicros()));
  }
}
