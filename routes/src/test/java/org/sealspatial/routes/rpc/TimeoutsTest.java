/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final Timeouts timeouts = new Timeouts();

  private List<String> sweep(Duration now) {
    var expired = new ArrayList<String>();
    timeouts.sweep(now.toNanos(), expired::add);
    return expired;
  }

  @Test
  void hands_out_what_is_due_once_and_in_order() {
    timeouts.add("a", LONG, 0);
    timeouts.add("b", LONG, 1);

    assertEquals(List.of(), sweep(LONG.minusNanos(1)));
    assertEquals(List.of("a"), sweep(LONG));
    assertEquals(List.of("b"), sweep(LONG.plusNanos(1)));
    assertEquals(List.of(), sweep(LONG.multipliedBy(2)));
  }

  @Test
  void lets_a_short_wait_overtake_a_long_one() {
    timeouts.add("long", LONG, 0);
    timeouts.add("short", SHORT, 0);

    assertEquals(List.of("short"), sweep(SHORT));
    assertEquals(List.of("long"), sweep(LONG));
  }
}
