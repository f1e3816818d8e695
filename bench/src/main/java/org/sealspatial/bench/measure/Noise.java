/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

/**
 * What this machine makes of a ratio that is one: a process against itself, in the same invocation.
 *
 * @param lower quartile of the ratios
 * @param upper quartile of the ratios
 */
public record Noise(double lower, double upper) {
  static final double MOST_SPREAD = 0.25;

  /** Nothing is known of it: nothing can be judged. */
  public static final Noise UNKNOWN = new Noise(0, Double.POSITIVE_INFINITY);

  /** Of the ratios of an A/A run. */
  public static Noise of(Numbers ratios) {
    return new Noise(ratios.lower(), ratios.upper());
  }

  /** Judges a ratio: a bound that noise alone may cross says nothing. */
  public Verdict judge(Target target, Numbers ratios, int pairsNeeded, int pairs) {
    boolean told = pairs >= pairsNeeded && ratios.spread() <= MOST_SPREAD;
    if (!told || lower <= target.bound() && target.bound() <= upper) {
      return Verdict.INCONCLUSIVE;
    }
    return target.holds(ratios.median()) ? Verdict.MET : Verdict.MISSED;
  }
}
