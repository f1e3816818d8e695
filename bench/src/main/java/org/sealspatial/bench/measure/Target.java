/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import java.util.Locale;

/**
 * What a figure is to be.
 *
 * @param bound the limit
 * @param atMost whether it is an upper limit
 * @param unit of the bound: {@code x} for a ratio
 */
public record Target(double bound, boolean atMost, String unit) {
  /** A ratio of at most this. */
  public static Target ratioAtMost(double bound) {
    return new Target(bound, true, "x");
  }

  /** A ratio of at least this. */
  public static Target ratioAtLeast(double bound) {
    return new Target(bound, false, "x");
  }

  /** Whether this figure is on the right side. */
  public boolean holds(double figure) {
    return atMost ? figure <= bound : figure >= bound;
  }

  @Override
  public String toString() {
    String number =
        bound == Math.rint(bound)
            ? String.valueOf((long) bound)
            : String.format(Locale.ROOT, "%.2f", bound);
    return (atMost ? "<= " : ">= ") + number + " " + unit;
  }
}
