/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps requests from queueing for a broker that is gone: after a failed send only one record at a
 * time is let through as a probe, and the first that Kafka takes opens the gate again.
 *
 * <pre>
 *          send failed
 *   OPEN ─────────────▶ CLOSED ──probe──▶ PROBING
 *    ▲                     ▲                 │ failed
 *    │                     └─────────────────┤
 *    └───────────────────────────────────────┘ taken
 * </pre>
 */
final class BrokerGate {
  private final AtomicBoolean probing = new AtomicBoolean();
  private volatile boolean closed;

  /** Whether a record may be sent now. */
  boolean admit() {
    return !closed || probing.compareAndSet(false, true);
  }

  void taken() {
    closed = false;
    probing.set(false);
  }

  void failed() {
    closed = true;
    probing.set(false);
  }

  boolean open() {
    return !closed;
  }
}
