/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Verdict;

class PeerVerdictTest {
  private static final Numbers CLEAR = Numbers.of(11, 11.1, 11.2, 11.3, 11.4);

  @Test
  void ten_times_is_the_bound() {
    assertEquals(Verdict.MET, PeersCommand.verdict(CLEAR, 5, true));
    assertEquals(Verdict.MISSED, PeersCommand.verdict(Numbers.of(9, 9, 9.1, 9.2, 9.3), 5, true));
  }

  @Test
  void a_side_that_was_not_warm_or_too_few_pairs_say_nothing() {
    assertEquals(Verdict.INCONCLUSIVE, PeersCommand.verdict(CLEAR, 5, false));
    assertEquals(Verdict.INCONCLUSIVE, PeersCommand.verdict(CLEAR, 4, true));
  }

  @Test
  void a_bound_among_the_pairs_says_nothing() {
    Numbers around = Numbers.of(9.5, 9.8, 10.1, 10.4, 10.6);
    assertEquals(Verdict.INCONCLUSIVE, PeersCommand.verdict(around, 5, true));
  }
}
