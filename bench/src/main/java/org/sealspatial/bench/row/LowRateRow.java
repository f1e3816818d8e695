/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Pairs;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.measure.Steady;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.measure.Verdict;
import org.sealspatial.jose.StrictJson;

/** CPU of a request at 200/s, where transactions and polls cost more than requests. */
final class LowRateRow implements Row {
  private static final double RATE = 200;
  private static final Target TARGET = Target.ratioAtMost(1.15);

  private final int slice;
  private final boolean judged;

  /**
   * With a time slice of so many milliseconds; judged: against the ceiling, else a figure to read.
   */
  LowRateRow(int slice, boolean judged) {
    this.slice = slice;
    this.judged = judged;
  }

  @Override
  public String id() {
    return judged ? "low-rate" : "low-rate-" + slice + "ms";
  }

  @Override
  public String group() {
    return "low-rate";
  }

  @Override
  public boolean judgedByNoise() {
    return judged;
  }

  @Override
  public String what() {
    return "issue at 200/s, slice " + slice + " ms" + (judged ? "" : ": CPU, p50");
  }

  @Override
  public Result measure(Run run) throws Exception {
    var sides = new Sides(run);
    try (Side product = sides.product(Kind.ISSUE, Map.of("slice", slice + "ms"))) {
      if (!judged) {
        return read(run, product);
      }
      try (Side ceiling = sides.ceiling(Kind.ISSUE, Map.of("slice.ms", "" + slice))) {
        warm(run, product);
        warm(run, ceiling);
        return judge(
            run, Pairs.of(run.plan().pairs(), () -> take(run, product), () -> take(run, ceiling)));
      }
    }
  }

  private static void warm(Run run, Side side) throws InterruptedException {
    side.saturated(run.plan().guess());
    side.steady(RATE, run.plan().seconds());
  }

  /**
   * Twice as long as others: so few requests use little CPU time, which comes in steps of 10 ms.
   */
  private static Steady take(Run run, Side side) throws InterruptedException {
    return side.steady(RATE, 2 * run.plan().seconds());
  }

  private Result judge(Run run, Pairs<Steady> pairs) {
    Numbers ratios = pairs.ratios(steady -> steady.cost().micros());
    ObjectNode details = StrictJson.object();
    details.put("ratioOfP50", pairs.ratios(steady -> steady.millis(50)).median());
    LatencyRow.put(details.putArray("a"), pairs.first());
    LatencyRow.put(details.putArray("b"), pairs.second());
    return new Result(
        micros(pairs.first()),
        micros(pairs.second()),
        Optional.of(ratios),
        Optional.of(TARGET),
        run.judge(TARGET, ratios, pairs.first().size()),
        details);
  }

  private static String micros(List<Steady> all) {
    return Result.number(Numbers.of(all, steady -> steady.cost().micros()).median(), "µs");
  }

  private Result read(Run run, Side product) throws InterruptedException {
    warm(run, product);
    List<Steady> seen = List.of(take(run, product));
    ObjectNode details = StrictJson.object();
    LatencyRow.put(details.putArray("a"), seen);
    return new Result(
        micros(seen),
        "p50 " + Result.number(seen.get(0).millis(50), "ms"),
        Optional.empty(),
        Optional.empty(),
        Verdict.INFO,
        details);
  }
}
