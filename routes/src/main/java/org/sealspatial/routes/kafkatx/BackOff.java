/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.time.Duration;

/**
 * How long to wait after the failure that just happened: twice as long each time, up to a limit.
 */
final class BackOff {

  private static final long FIRST = Duration.ofMillis(100).toNanos();
  private static final long LAST = Duration.ofSeconds(3).toNanos();

  private long delay;
  private long until;

  void failed() {
    delay = delay == 0 ? FIRST : Math.min(2 * delay, LAST);
    until = System.nanoTime() + delay;
  }

  void succeeded() {
    delay = 0;
  }

  /** What is left to wait, zero if nothing. */
  Duration left() {
    long left = delay == 0 ? 0 : until - System.nanoTime();
    return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
  }
}
