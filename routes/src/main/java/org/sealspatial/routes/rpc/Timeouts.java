/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Deadlines of waiting calls. Calls with the same wait fall due in the order they began, so a queue
 * per wait replaces a timer per call. Holds ids only: an answered call keeps no memory here but its
 * id.
 */
final class Timeouts {
  private record Due(String correlationId, long nanos) {}

  private final ConcurrentMap<Duration, Queue<Due>> queues = new ConcurrentHashMap<>();

  void add(String correlationId, Duration wait, long nowNanos) {
    queues
        .computeIfAbsent(wait, w -> new ConcurrentLinkedQueue<>())
        .add(new Due(correlationId, nowNanos + wait.toNanos()));
  }

  /** Hands every id that is due to the consumer, once. */
  void sweep(long nowNanos, Consumer<String> expired) {
    for (Queue<Due> queue : queues.values()) {
      for (Due due = queue.peek(); due != null && due.nanos() - nowNanos <= 0; due = queue.peek()) {
        queue.poll();
        expired.accept(due.correlationId());
      }
    }
  }
}
