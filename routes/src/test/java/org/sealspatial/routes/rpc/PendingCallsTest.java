/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sealspatial.schemas.FailureCause;

/** How many calls may wait, and what another limit means for those that do. */
class PendingCallsTest {
  private final PendingCalls pending =
      new PendingCalls(2, new RpcMeters(new SimpleMeterRegistry()));
  private int next;

  private boolean begins() {
    byte[] body = {1};
    var expected = Expected.of("call-" + next++, "client", body);
    var options = new Call.Options(Map.of(), Duration.ofSeconds(10));
    return pending.begin(Call.to("topic", "key", body, expected, options)).isPresent();
  }

  @Test
  void a_higher_limit_counts_at_once() {
    assertTrue(begins() && begins());
    assertFalse(begins());

    pending.limit(3);

    assertTrue(begins());
    assertFalse(begins());
  }

  @Test
  void under_a_lower_limit_those_that_wait_go_on_and_none_begins_until_enough_have_ended() {
    assertTrue(begins() && begins());

    pending.limit(1);

    pending.fail("call-0", FailureCause.OUTCOME_UNKNOWN);
    assertFalse(begins());
    pending.fail("call-1", FailureCause.OUTCOME_UNKNOWN);
    assertTrue(begins());
    assertFalse(begins());
  }
}
