/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** How far a group has got with a topic, by its committed offsets. */
public final class Progress implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Admin admin;
  private final String group;
  private final String topic;

  /** Of this group and topic. */
  public Progress(String bootstrap, String group, String topic) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    this.group = group;
    this.topic = topic;
  }

  /** Committed records of all partitions. */
  public long committed() throws InterruptedException {
    try {
      return admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .entrySet()
          .stream()
          .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
          .mapToLong(entry -> entry.getValue().offset())
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("offsets of " + group, e.getCause());
    }
  }

  /** Returns when so many are committed, within a tenth of a second. */
  public void await(long count, Runnable check) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (committed() < count) {
      check.run();
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            group + " committed " + committed() + " of " + count + " requests, and no more");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
