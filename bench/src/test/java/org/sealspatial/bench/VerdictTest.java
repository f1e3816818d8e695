/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.sealspatial.bench.measure.Noise;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.measure.Verdict;

class VerdictTest {
  private static final Noise QUIET = Noise.of(Numbers.of(0.98, 0.99, 1, 1.01, 1.02));
  private static final Target BOUND = Target.ratioAtMost(1.15);

  @Test
  void a_ratio_on_the_right_side_of_its_bound_is_met() {
    assertEquals(Verdict.MET, judge(QUIET, BOUND, 1.1, 1.11, 1.12, 1.13, 1.14));
    assertEquals(Verdict.MISSED, judge(QUIET, BOUND, 1.16, 1.17, 1.18, 1.19, 1.2));
    assertEquals(Verdict.MET, judge(QUIET, Target.ratioAtLeast(9), 9.1, 9.2, 9.3, 9.4, 9.5));
  }

  @Test
  void a_wide_spread_says_nothing() {
    assertEquals(Verdict.INCONCLUSIVE, judge(QUIET, BOUND, 0.5, 0.7, 1, 1.2, 1.4));
  }

  @Test
  void a_bound_that_noise_alone_may_cross_says_nothing() {
    Noise loud = Noise.of(Numbers.of(0.8, 0.9, 1, 1.2, 1.3));
    assertEquals(Verdict.INCONCLUSIVE, judge(loud, BOUND, 1.1, 1.1, 1.1, 1.1, 1.1));
    assertEquals(Verdict.INCONCLUSIVE, judge(Noise.UNKNOWN, BOUND, 1, 1, 1, 1, 1));
  }

  @Test
  void too_few_pairs_say_nothing() {
    assertEquals(Verdict.INCONCLUSIVE, judge(QUIET, BOUND, 1, 1, 1, 1));
  }

  @Test
  void median_and_quartiles_are_interpolated() {
    Numbers numbers = Numbers.of(4, 1, 3, 2);
    assertEquals(2.5, numbers.median());
    assertEquals(1.75, numbers.lower());
    assertEquals(3.25, numbers.upper());
    assertEquals(0.6, numbers.spread());
  }

  private static Verdict judge(Noise noise, Target target, double... ratios) {
    return noise.judge(target, Numbers.of(ratios), Plan.PAIRS_TO_JUDGE, ratios.length);
  }
}
