/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BrokerGateTest {
  private final BrokerGate gate = new BrokerGate();

  @Test
  void admits_everything_while_kafka_takes_records() {
    assertTrue(gate.admit());
    assertTrue(gate.admit());
    gate.taken();
    assertTrue(gate.open());
  }

  @Test
  void admits_one_probe_at_a_time_after_a_failure() {
    gate.failed();

    assertFalse(gate.open());
    assertTrue(gate.admit());
    assertFalse(gate.admit());
    gate.failed();
    assertTrue(gate.admit());
  }

  @Test
  void opens_with_the_first_record_taken() {
    gate.failed();
    gate.admit();
    gate.taken();

    assertTrue(gate.open());
    assertTrue(gate.admit());
    assertTrue(gate.admit());
  }
}
