/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
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
  private static final List<Integer> SLICES = List.of(0, 5, 20, 100, 500);

  /** Milliseconds: the product's default. */
  private static final int JUDGED = 20;

  private static final Target TARGET = Target.ratioAtMost(1.15);

  private final int slice;
  private final boolean judged;

  private LowRateRow(int slice, boolean judged) {
    this.slice = slice;
    this.judged = judged;
  }

  /** Against the ceiling with the usual time slice; then some slices, as figures to read. */
  static List<Row> rows() {
    List<Row> rows = new ArrayList<>(List.of(new LowRateRow(JUDGED, true)));
    SLICES.forEach(slice -> rows.add(new LowRateRow(slice, false)));
    return rows;
  }

  @Override
  public String id() {
    return id(slice, judged);
  }

  private static String id(int slice, boolean judged) {
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
    if (judged) {
      return judge(run, pairs(run));
    }
    boolean known = slice == JUDGED && run.shared().wants(id(JUDGED, true));
    return read(known ? pairs(run).first() : alone(run));
  }

  /** Beside the ceiling: what the row of that slice looks at, too. */
  private static Pairs<Steady> pairs(Run run) throws Exception {
    return run.shared().once("low-rate", () -> beside(run));
  }

  private static Pairs<Steady> beside(Run run) throws Exception {
    var sides = new Sides(run);
    try (Side product = sides.product(Kind.ISSUE, Map.of("slice", JUDGED + "ms"));
        Side ceiling = sides.ceiling(Kind.ISSUE, Map.of("slice.ms", "" + JUDGED))) {
      warm(run, product);
      warm(run, ceiling);
      return Pairs.of(run.plan().pairs(), () -> take(run, product), () -> take(run, ceiling));
    }
  }

  private List<Steady> alone(Run run) throws Exception {
    try (Side product = new Sides(run).product(Kind.ISSUE, Map.of("slice", slice + "ms"))) {
      warm(run, product);
      return List.of(take(run, product));
    }
  }

  private static void warm(Run run, Side side) throws InterruptedException {
    Rotation.warm(run, side);
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

  private static Result read(List<Steady> seen) {
    ObjectNode details = StrictJson.object();
    LatencyRow.put(details.putArray("a"), seen);
    double p50 = Numbers.of(seen, steady -> steady.millis(50)).median();
    return new Result(
        micros(seen),
        "p50 " + Result.number(p50, "ms"),
        Optional.empty(),
        Optional.empty(),
        Verdict.INFO,
        details);
  }
}
