/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RpcSettingsTest {
  private static RpcSettings settings(int maxInFlight, Duration patience) {
    return new RpcSettings(Map.of(), "seal", "a", maxInFlight, patience);
  }

  @Test
  void tells_a_dead_broker_before_the_wait_is_over() {
    assertEquals(Duration.ofSeconds(8), settings(1, Duration.ofSeconds(10)).deliveryTimeout());
  }

  @Test
  void refuses_settings_nothing_could_work_with() {
    assertThrows(IllegalArgumentException.class, () -> settings(0, Duration.ofSeconds(10)));
    assertThrows(IllegalArgumentException.class, () -> settings(1, Duration.ofMillis(999)));
  }
}
