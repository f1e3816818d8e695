/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A caller that waits for replies: notes how long after it was due each request was answered. */
final class Replies implements AutoCloseable {
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Long> due = new ConcurrentHashMap<>();
  private final Histogram latency = new Histogram(LONGEST, 3);
  private final Semaphore answered = new Semaphore(0);
  private final Thread thread = new Thread(this::listen, "replies");
  private volatile boolean stopping;

  /** Listens from now on. */
  Replies(String bootstrap, String topic) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    var partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition));
    consumer.seekToEnd(List.of(partition));
    consumer.position(partition); // the seek is lazy
    thread.setDaemon(true);
    thread.start();
  }

  /** The request is due at this time of the monotonic clock. */
  void expect(String requestId, long nanos) {
    due.put(requestId, nanos);
  }

  /** Returns when this many more were answered. */
  void await(int count) throws InterruptedException {
    if (!answered.tryAcquire(count, LONGEST, TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException(due.size() + " requests were not answered");
    }
  }

  Histogram latency() {
    return latency;
  }

  private void listen() {
    while (!stopping) {
      for (ConsumerRecord<byte[], byte[]> reply : consumer.poll(Duration.ofMillis(100))) {
        Long from = due.remove(new String(reply.key(), StandardCharsets.UTF_8));
        if (from != null) {
          latency.recordValue(Math.min(LONGEST, System.nanoTime() - from));
          answered.release();
        }
      }
    }
    consumer.close();
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    thread.join();
  }
}
