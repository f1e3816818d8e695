/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.load;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Ids as long as a UUID that are never given twice, without its price. */
final class Ids {
  private final String run = UUID.randomUUID().toString().substring(0, 24);
  private final AtomicLong next = new AtomicLong();

  String next() {
    return run + String.format("%012x", next.incrementAndGet());
  }
}
