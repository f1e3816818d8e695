/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.kill;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes the first records of a transaction slowly, as a bad network would, so that kills meet it
 * open. One that follows another closely is let pass: a backlog is worked off at full speed. One
 * worker's thread.
 */
public final class LingeringTransactions implements ProducerInterceptor<byte[], byte[]> {
  private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long EACH = TimeUnit.MILLISECONDS.toNanos(15);
  private static final int SLOW = 20;

  private long last = System.nanoTime() - QUIET;
  private int written;

  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
    long now = System.nanoTime();
    if (now - last >= QUIET) {
      written = 0;
    }
    if (written++ < SLOW) {
      park(now + EACH);
    }
    last = System.nanoTime();
    return record;
  }

  private static void park(long until) {
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> settings) {}
}
