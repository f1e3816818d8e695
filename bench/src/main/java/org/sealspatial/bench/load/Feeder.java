/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.load;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes letters on a topic. */
public final class Feeder implements AutoCloseable {
  private final String topic;
  private final KafkaProducer<String, byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private long sent;

  /** To this topic. */
  public Feeder(String bootstrap, String topic) {
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "acks",
                "all",
                "batch.size",
                64 << 10,
                "linger.ms",
                0),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Publishes all and returns when they are on the topic. */
  public void publish(List<Letter> letters) {
    letters.forEach(this::send);
    flush();
  }

  /** Hands one to the producer. */
  public void send(Letter letter) {
    producer.send(
        new ProducerRecord<>(topic, letter.partition(), letter.key(), letter.value()),
        (at, broken) -> {
          if (broken != null) {
            failure.compareAndSet(null, broken);
          }
        });
    sent++;
  }

  /** Returns when what was sent is on the topic. */
  public void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("the load can't be published", failure.get());
    }
  }

  /** How many were sent since the beginning. */
  public long sent() {
    return sent;
  }

  @Override
  public void close() {
    producer.close();
  }
}
