/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import org.HdrHistogram.Histogram;

/**
 * Requests at a steady rate, or one at a time.
 *
 * @param cost CPU time, waiting included
 * @param latency nanoseconds from the time a request was due to its reply in a committed reader
 */
public record Steady(Cost cost, Histogram latency) {
  /** A percentile in milliseconds. */
  public double millis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1e6;
  }
}
