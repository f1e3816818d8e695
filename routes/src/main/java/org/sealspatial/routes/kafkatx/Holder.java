/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Decides who leaves when two processes hold one instance id: the newcomer at once, the settled one
 * only if it is displaced again and again. A process that never displaced anybody is never asked.
 */
final class Holder {

  private static final int PATIENCE = 5;
  private static final long MEMORY = Duration.ofMinutes(1).toNanos();

  private final long settle;
  private final ArrayDeque<Long> displaced = new ArrayDeque<>();
  private long since;
  private boolean serving;

  Holder(Duration settle) {
    this.settle = settle.toNanos();
  }

  /** The worker has partitions of its own. */
  void serving() {
    if (!serving) {
      serving = true;
      since = System.nanoTime();
    }
  }

  /** Another process took the seat; true if this one has to go. */
  boolean displaced() {
    long now = System.nanoTime();
    displaced.add(now);
    while (now - displaced.peekFirst() > MEMORY) {
      displaced.removeFirst();
    }
    return !settled(now) || displaced.size() >= PATIENCE;
  }

  private boolean settled(long now) {
    return serving && now - since >= settle;
  }
}
