/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Duration;
import java.util.Optional;

/**
 * Who takes over from a reading: a younger one of the same tables. Until it is as far, the elder
 * goes on as before.
 */
final class Succession {
  private final TableView view;
  private final Object changed = new Object();
  private volatile Reading heir;

  /** Of the reading that shows its tables here. */
  Succession(TableView view) {
    this.view = view;
  }

  /**
   * Names the heir, waits until it has taken over; false: not in time, so no key counts until then.
   */
  boolean adopt(Reading next, Duration patience) throws InterruptedException {
    Reading former = heir;
    heir = next;
    if (former != null) {
      former.close();
    }
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (changed) {
      while (heir == next) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          view.withdraw();
          return false;
        }
        changed.wait(left);
      }
    }
    return true;
  }

  /** The heir, once it is ready and not behind: nothing that was seen is unseen for a moment. */
  Optional<Reading> due(Positions own) {
    return Optional.ofNullable(heir)
        .filter(next -> next.view().ready() && next.positions().areNotBehind(own));
  }

  /** What the heir has read is taken over: shows it, and lets go who waits for that. */
  void done(Reading next, Runnable show) {
    synchronized (changed) { // so that it is not withdrawn behind our back
      view.restore();
      show.run();
      if (heir == next) {
        heir = null;
      }
      changed.notifyAll();
    }
  }

  /** Whoever is heir need not read on. */
  void end() {
    Reading next = heir;
    if (next != null) {
      next.end();
    }
  }
}
