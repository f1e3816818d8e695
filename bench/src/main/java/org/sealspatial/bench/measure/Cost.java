/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import java.time.Duration;

/**
 * What some requests cost.
 *
 * @param requests how many
 * @param processes CPU time of the processes that answered them
 * @param broker CPU time of the broker meanwhile
 * @param wall how long it took
 */
public record Cost(long requests, Duration processes, Duration broker, Duration wall) {
  /** Microseconds of CPU a request, broker included. */
  public double micros() {
    return processMicros() + brokerMicros();
  }

  /** Microseconds of CPU a request in the processes that answer. */
  public double processMicros() {
    return processes.toNanos() / 1e3 / requests;
  }

  /** Microseconds of CPU a request in the broker. */
  public double brokerMicros() {
    return broker.toNanos() / 1e3 / requests;
  }

  /** Requests a second of wall time. */
  public double rate() {
    return requests / (wall.toNanos() / 1e9);
  }
}
