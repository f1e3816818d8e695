/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.measure.Verdict;

/**
 * What a row ended in.
 *
 * @param figure ours, with its unit
 * @param ceiling what it is compared with; empty: nothing
 * @param ratio median of the pairwise ratios; empty: the figure itself is judged
 * @param details everything else that was seen
 */
public record Result(
    String figure,
    String ceiling,
    Optional<Numbers> ratio,
    Optional<Target> target,
    Verdict verdict,
    ObjectNode details) {

  /** The same as a figure to read. */
  public Result withoutTarget() {
    return new Result(figure, ceiling, ratio, Optional.empty(), Verdict.INFO, details);
  }

  /** A number with as many digits as it deserves. */
  public static String number(double value, String unit) {
    String format =
        Math.abs(value) >= 100 ? "%.0f %s" : Math.abs(value) >= 10 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, format, value, unit);
  }

  /** The ratio as it is printed. */
  public String ratioText() {
    return ratio.map(r -> String.format(Locale.ROOT, "%.3f", r.median())).orElse("");
  }

  /** The spread as it is printed. */
  public String spreadText() {
    return ratio.map(r -> String.format(Locale.ROOT, "%.0f %%", 100 * r.spread())).orElse("");
  }

  /** The target as it is printed. */
  public String targetText() {
    return target.map(Target::toString).orElse("");
  }
}
