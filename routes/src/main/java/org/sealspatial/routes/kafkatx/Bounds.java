/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.time.Duration;

/**
 * How much one transaction may carry.
 *
 * @param workers consumers and producers of this process
 * @param maxPollRecords most records in a batch
 * @param slice how long more records are gathered after the first
 * @param batchTime how long answering may take before what is answered is committed; below the
 *     transaction timeout
 * @param outboxBytes how many bytes of answers are gathered before they are committed
 */
record Bounds(
    int workers, int maxPollRecords, Duration slice, Duration batchTime, long outboxBytes) {

  static final Bounds DEFAULT =
      new Bounds(1, 500, Duration.ofMillis(5), Duration.ofSeconds(2), 8L << 20);

  Bounds {
    require(workers > 0, "workers", workers);
    require(maxPollRecords > 0, "maxPollRecords", maxPollRecords);
    require(!slice.isNegative() && slice.compareTo(Duration.ofSeconds(1)) <= 0, "slice", slice);
    require(
        batchTime.compareTo(Duration.ZERO) > 0 && batchTime.compareTo(Clients.TRANSACTION) < 0,
        "batchTime",
        batchTime);
    require(outboxBytes > 0, "outboxBytes", outboxBytes);
  }

  private static void require(boolean met, String name, Object value) {
    if (!met) {
      throw new IllegalArgumentException("kafkatx: " + name + " can't be " + value);
    }
  }
}
