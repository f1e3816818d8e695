/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.time.Instant;

/** How one worker is; written by it, read by the health check and the meters. */
final class Pulse {

  /** A failure that lasts: since when, and the class of the latest exception. */
  record Failing(Instant since, String what) {}

  private volatile int assigned;
  private volatile long lag;
  private volatile Instant lastCommit;
  private volatile Failing failing;

  void beat(int partitions, long behind) {
    assigned = partitions;
    lag = behind;
  }

  void committed(Instant now) {
    lastCommit = now;
  }

  void failed(String what, Instant now) {
    Failing before = failing;
    failing = new Failing(before == null ? now : before.since(), what);
  }

  void recovered() {
    failing = null;
  }

  int assigned() {
    return assigned;
  }

  long lag() {
    return lag;
  }

  Instant lastCommit() {
    return lastCommit;
  }

  /** The failure that lasts, or null. */
  Failing failing() {
    return failing;
  }
}
