/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TargetsTest {

  private final Targets targets = new Targets();

  static Stream<Arguments> hashes() {
    var random = new Random(7);
    long[] edges = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 52, (1L << 52) - 1};
    return Stream.of(
        Arguments.of("even ones", (LongSupplier) random::nextLong),
        Arguments.of(
            "all in one shard, at its start", (LongSupplier) () -> random.nextLong() >>> 40),
        Arguments.of(
            "all in one shard, at its end", (LongSupplier) () -> -1 - (random.nextLong() >>> 40)),
        Arguments.of("edges", (LongSupplier) () -> edges[random.nextInt(edges.length)]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hashes")
  void each_target_is_found_with_what_was_said_of_it_last_and_no_other_is(
      String what, LongSupplier hashes) {
    Map<Long, Long> said = new HashMap<>();
    for (int n = 1; n <= 5_000; n++) {
      long hash = hashes.getAsLong();
      targets.revoke(hash, n);
      targets.saw(hash, n);
      said.put(hash, (long) n);
    }

    Targets.Frozen frozen = targets.freeze();

    assertEquals(said.size(), frozen.size());
    said.forEach(
        (hash, last) -> {
          assertEquals(last, frozen.until(hash), () -> "until of " + hash);
          assertEquals(last, targets.sequence(hash), () -> "sequence of " + hash);
        });
    for (long hash : said.keySet()) {
      if (!said.containsKey(hash + 1)) {
        assertEquals(
            Targets.NOTHING, frozen.until(hash + 1), () -> "nobody revoked " + hash + "+1");
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hashes")
  void what_is_over_is_forgotten_and_the_rest_is_still_found(String what, LongSupplier hashes) {
    Map<Long, Long> said = new HashMap<>();
    for (int n = 1; n <= 2_000; n++) {
      long hash = hashes.getAsLong();
      targets.revoke(hash, n);
      said.put(hash, (long) n);
    }

    boolean any = false;
    for (int shard = 0; shard < 1 << 12; shard++) {
      any |= targets.forget(1_995);
    }

    assertTrue(any, "there was something to forget");
    Targets.Frozen frozen = targets.freeze();
    said.forEach(
        (hash, last) ->
            assertEquals(
                last < 1_995 ? Targets.NOTHING : last,
                frozen.until(hash),
                () -> "until of " + hash));
    assertFalse(targets.forget(1_995), "all of it is gone");
  }
}
