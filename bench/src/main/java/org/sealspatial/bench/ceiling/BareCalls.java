/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Requests out, replies in, matched by request id. */
final class BareCalls {
  private final String topic;
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();

  BareCalls(CeilingSettings settings) {
    this.topic = settings.text("topic");
    String bootstrap = settings.text("bootstrap");
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 1),
            new StringSerializer(),
            new ByteArraySerializer());
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    var replies = new TopicPartition(settings.text("replies"), 0);
    consumer.assign(List.of(replies));
    consumer.seekToEnd(List.of(replies));
    consumer.position(replies);
    Thread reader = new Thread(this::read, "replies");
    reader.setDaemon(true);
    reader.start();
  }

  CompletableFuture<byte[]> call(String id, String key, byte[] value) {
    return call(id, new ProducerRecord<>(topic, key, value));
  }

  CompletableFuture<byte[]> call(String id, String key, byte[] value, List<Header> headers) {
    return call(id, new ProducerRecord<>(topic, null, key, value, headers));
  }

  private CompletableFuture<byte[]> call(String id, ProducerRecord<String, byte[]> request) {
    var reply = new CompletableFuture<byte[]>();
    waiting.put(id, reply);
    producer.send(
        request,
        (at, broken) -> {
          if (broken != null) {
            waiting.remove(id);
            reply.completeExceptionally(broken);
          }
        });
    return reply;
  }

  private void read() {
    while (true) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
        CompletableFuture<byte[]> reply = waiting.remove(record.key());
        if (reply != null) {
          reply.complete(record.value());
        }
      }
    }
  }
}
