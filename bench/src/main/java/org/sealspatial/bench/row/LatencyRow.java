/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Pairs;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.measure.Steady;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.jose.StrictJson;

/**
 * From the time a request is due to its reply in a committed reader, without a time slice, against
 * plain clients that send the request back as it is in the same kind of transaction.
 */
final class LatencyRow implements Row {
  static final List<Integer> RATES = List.of(0, 100, 500);

  private static final Target TARGET = Target.ratioAtMost(1.15);

  /** A transaction for each request is other code than one for many, and takes as long to warm. */
  private static final double WARM_SECONDS = 40;

  private final int rate;

  /** At this rate; 0: one request at a time. */
  LatencyRow(int rate) {
    this.rate = rate;
  }

  @Override
  public String id() {
    return id(rate);
  }

  private static String id(int rate) {
    return "latency-" + (rate == 0 ? "one" : rate);
  }

  @Override
  public String group() {
    return "latency";
  }

  @Override
  public String what() {
    return "p50 of issue, "
        + (rate == 0 ? "one in flight" : rate + "/s")
        + ", against two bare hops";
  }

  @Override
  public Result measure(Run run) throws Exception {
    Map<Integer, Pairs<Steady>> all = run.shared().once("latency", () -> all(run));
    return result(run, all.get(rate));
  }

  /** All rates that are wanted, with the same processes. */
  private static Map<Integer, Pairs<Steady>> all(Run run) throws Exception {
    var sides = new Sides(run);
    Map<Integer, Pairs<Steady>> all = new HashMap<>();
    try (Side product = sides.product(Kind.ISSUE, Map.of("slice", "0ms"));
        Side bare = sides.ceiling(Kind.ISSUE, Map.of("slice.ms", "0", "job", "echo"))) {
      warm(run, product);
      warm(run, bare);
      for (int rate : RATES) {
        if (run.shared().wants(id(rate))) {
          all.put(
              rate,
              Pairs.of(
                  run.plan().pairs(), () -> take(run, product, rate), () -> take(run, bare, rate)));
        }
      }
    }
    return all;
  }

  private static void warm(Run run, Side side) throws InterruptedException {
    Rotation.warm(run, side);
    side.steady(run.plan().quick() ? 50 : 500, run.plan().quick() ? 1 : WARM_SECONDS);
  }

  private static Steady take(Run run, Side side, int rate) throws InterruptedException {
    double seconds = run.plan().seconds();
    return rate == 0
        ? side.oneByOne(run.plan().quick() ? 20 : (int) (50 * seconds))
        : side.steady(rate, seconds);
  }

  private Result result(Run run, Pairs<Steady> pairs) {
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
        Optional.of(TARGET),
        run.judge(TARGET, ratios, pairs.first().size()),
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
