/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.bench.measure.Cost;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Pace;
import org.sealspatial.bench.measure.Pairs;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.jose.StrictJson;

/**
 * Sides at saturation in turn against one that they share: R A B, R A B. Each is compared with the
 * R of its round. With one side beside the reference it is R A, R A. The reference against itself
 * is each of its bursts against the next, for which there is one more.
 */
final class Rotation {
  private final Run run;
  private final Runner reference;
  private final Map<String, Runner> others = new LinkedHashMap<>();
  private final List<String> itself = new ArrayList<>();

  /** A side and how many requests its next burst has. */
  private static final class Runner {
    private final Side side;
    private int burst;

    Runner(Side side, int burst) {
      this.side = side;
      this.burst = burst;
    }

    Cost run(Run run) throws InterruptedException {
      Cost cost = side.saturated(burst);
      if (!run.plan().quick()) {
        burst = pace(run).next(burst, cost);
      }
      return cost;
    }
  }

  /** Against this side, which is warmed up. */
  Rotation(Run run, Side reference) throws InterruptedException {
    this.run = run;
    this.reference = new Runner(reference, warm(run, reference));
  }

  /** Until its code is compiled; returns how many requests a burst has. */
  static int warm(Run run, Side side) throws InterruptedException {
    if (run.plan().quick()) {
      side.saturated(run.plan().guess());
      return run.plan().burst();
    }
    return pace(run).warm(side, run.plan().guess());
  }

  private static Pace pace(Run run) {
    return new Pace(run.plan().seconds(), run.plan().burst());
  }

  /** Warms a side up and takes it in under a row's id; the reference itself: A/A. */
  Rotation add(String id, Side side) throws InterruptedException {
    if (side == reference.side) {
      itself.add(id);
    } else {
      others.put(id, new Runner(side, warm(run, side)));
    }
    return this;
  }

  /** The pairs by row. */
  Map<String, Seen> measure() throws InterruptedException {
    List<Cost> shared = new ArrayList<>();
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    others.keySet().forEach(id -> costs.put(id, new ArrayList<>()));
    for (int n = 0; n < run.plan().pairs(); n++) {
      shared.add(reference.run(run));
      for (var other : others.entrySet()) {
        costs.get(other.getKey()).add(other.getValue().run(run));
      }
    }
    Map<String, Seen> seen = new LinkedHashMap<>();
    for (var other : others.entrySet()) {
      seen.put(other.getKey(), seen(other.getValue().side, costs.get(other.getKey()), shared));
    }
    if (!itself.isEmpty()) {
      List<Cost> next = new ArrayList<>(shared.subList(1, shared.size()));
      next.add(reference.run(run));
      itself.forEach(id -> seen.put(id, seen(reference.side, next, shared)));
    }
    return seen;
  }

  private Seen seen(Side side, List<Cost> costs, List<Cost> shared) {
    var pairs = new Pairs<>(costs, shared);
    return new Seen(pairs, details(side, pairs));
  }

  private ObjectNode details(Side side, Pairs<Cost> pairs) {
    ObjectNode details = StrictJson.object();
    details.set("a", details(side, pairs.first()));
    details.set("b", details(reference.side, pairs.second()));
    details.put("ratioOfProcesses", pairs.ratios(Cost::processMicros).median());
    details.put("ratioOfBroker", pairs.ratios(Cost::brokerMicros).median());
    details.put("ratioOfRate", pairs.ratios(Cost::rate).median());
    details.put("sidesInTurn", others.size() + 1);
    return details;
  }

  private static ObjectNode details(Side side, List<Cost> costs) {
    ObjectNode json = StrictJson.object().put("side", side.name());
    json.put("replyBytes", side.answers().replyBytes());
    json.put("auditBytes", side.answers().auditBytes());
    json.put("processMicros", Numbers.of(costs, Cost::processMicros).median());
    json.put("brokerMicros", Numbers.of(costs, Cost::brokerMicros).median());
    json.put("requestsPerSecond", Numbers.of(costs, Cost::rate).median());
    ArrayNode bursts = json.putArray("bursts");
    costs.forEach(
        cost ->
            bursts
                .addObject()
                .put("requests", cost.requests())
                .put("processMicros", cost.processMicros())
                .put("brokerMicros", cost.brokerMicros())
                .put("seconds", cost.wall().toMillis() / 1e3));
    return json;
  }

  /**
   * What a row saw.
   *
   * @param pairs of its side and the reference
   */
  record Seen(Pairs<Cost> pairs, ObjectNode details) {
    Numbers ratios() {
      return pairs.ratios(Cost::micros);
    }

    /** Judged by the noise of bursts as long as this run's; without a target a figure to read. */
    Result result(Run run, Optional<Target> target) {
      return new Result(
          micros(pairs.first()),
          micros(pairs.second()),
          Optional.of(ratios()),
          target,
          run.judge(target, ratios(), pairs.first().size()),
          details);
    }

    private static String micros(List<Cost> costs) {
      return Result.number(Numbers.of(costs, Cost::micros).median(), "µs");
    }
  }
}
