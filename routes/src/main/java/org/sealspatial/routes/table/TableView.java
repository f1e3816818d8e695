/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.sealspatial.schemas.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What everybody sees of a reader's tables. Shown by one thread, looked at by any. */
final class TableView {
  private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);

  private final String reader;
  private final Object changed = new Object();
  private volatile TableSnapshot snapshot =
      new TableSnapshot(
          new TableSnapshot.Rows(Map.of(), Map.of()), KnownSequences.NONE, 0, Map.of());
  private volatile boolean ready;
  private volatile boolean withdrawn;

  TableView(String reader) {
    this.reader = reader;
  }

  TableSnapshot snapshot() {
    return snapshot;
  }

  /** Whether everything that was written before the start is shown. */
  boolean ready() {
    return ready;
  }

  /** Whether nothing is shown until {@link #restore}. */
  boolean withdrawn() {
    return withdrawn;
  }

  /** Shows the tables, unless they are withdrawn; what comes first is done before it is ready. */
  void show(TableSnapshot next, Runnable first) {
    synchronized (changed) {
      if (withdrawn) {
        return;
      }
      snapshot = next;
      if (!ready) {
        first.run();
        ready = true;
        LOG.info("tables of {} are read, policy version {}", reader, version(next));
      }
      changed.notifyAll();
    }
  }

  private static String version(TableSnapshot snapshot) {
    var version = snapshot.policyVersion();
    return version.isPresent() ? Long.toString(version.getAsLong()) : "none";
  }

  /** Without keys SIM-S signs nothing and LM-S believes nothing; who asks is told to come again. */
  void withdraw() {
    synchronized (changed) {
      withdrawn = true;
      ready = false;
      snapshot = snapshot.without(Topic.KEYS);
    }
    LOG.error("no key is believed at {} until its tables are read anew", reader);
  }

  /** Lets be shown again. */
  void restore() {
    withdrawn = false;
  }

  /** Waits until the snapshot fulfils a condition; false: not in time. */
  boolean await(Predicate<TableSnapshot> condition, Duration patience) throws InterruptedException {
    return await(condition, patience, patience);
  }

  /** The same where the condition may come true without another snapshot: asked that often. */
  boolean await(Predicate<TableSnapshot> condition, Duration patience, Duration often)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (changed) {
      while (!condition.test(snapshot)) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          return false;
        }
        changed.wait(Math.min(left, often.toMillis()));
      }
      return true;
    }
  }
}
