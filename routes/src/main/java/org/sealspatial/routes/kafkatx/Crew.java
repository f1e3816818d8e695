/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the workers of one route share: whether to go on, and why not. */
final class Crew {

  private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

  private final String groupId;
  private final StopListener listener;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicReference<String> stopReason = new AtomicReference<>();
  private volatile boolean suspended;
  private volatile boolean verified;

  Crew(String groupId, StopListener listener) {
    this.groupId = groupId;
    this.listener = listener;
  }

  boolean stopping() {
    return stop.getCount() == 0;
  }

  void stop() {
    stop.countDown();
  }

  boolean suspended() {
    return suspended;
  }

  void suspend(boolean now) {
    suspended = now;
  }

  /** Whether the cluster is known to do what exactly-once needs. */
  boolean verified() {
    return verified;
  }

  void verify() {
    verified = true;
  }

  /** Waits, but no longer than until the stop. */
  void pause(Duration delay) {
    try {
      stop.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      stop();
    }
  }

  /** Stops every worker for good; the first reason counts. */
  void stopFor(String reason) {
    if (stopReason.compareAndSet(null, reason)) {
      LOG.error("group {} is left: {}", groupId, reason);
      stop();
      // Not on the worker's thread: a listener that exits the process waits for that very worker.
      Thread teller = new Thread(() -> listener.stopped(groupId, reason), "kafkatx-stopped");
      teller.setDaemon(true);
      teller.start();
    }
  }

  /** Why the workers stopped by themselves, or null. */
  String stopReason() {
    return stopReason.get();
  }
}
