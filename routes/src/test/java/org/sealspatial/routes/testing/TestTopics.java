/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics that no other test has: every name starts with a prefix made for this one. */
public final class TestTopics implements AutoCloseable {

  private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 8);
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;

  /** Topics of this cluster. */
  public TestTopics(String bootstrap) {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap);
    admin = Admin.create(settings);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** What every name of this test starts with. */
  public String prefix() {
    return prefix;
  }

  /** The full name, of a topic or of a group. */
  public String name(String suffix) {
    return prefix + "." + suffix;
  }

  /** Makes a topic and returns its full name. */
  public String create(String suffix, int partitions, Map<String, String> settings) {
    NewTopic topic =
        new NewTopic(name(suffix), Optional.of(partitions), Optional.empty()).configs(settings);
    join(admin.createTopics(List.of(topic)).all());
    return name(suffix);
  }

  /** Makes a topic with the broker's usual settings. */
  public String create(String suffix, int partitions) {
    return create(suffix, partitions, Map.of());
  }

  /** Writes records, each with its id as key and value, spread over the partitions by key. */
  public void produce(String topic, List<String> ids) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (String id : ids) {
      byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
      sent.add(producer.send(new ProducerRecord<>(topic, bytes, bytes)));
    }
    sent.forEach(TestTopics::join);
  }

  /** The sum of what the group has committed for the topic. */
  public long committed(String group, String topic) {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        join(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    return offsets.entrySet().stream()
        .filter(entry -> entry.getValue() != null && entry.getKey().topic().equals(topic))
        .mapToLong(entry -> entry.getValue().offset())
        .sum();
  }

  /** The end of a partition's log, transactions' markers included. */
  public long end(String topic, int partition) {
    TopicPartition source = new TopicPartition(topic, partition);
    return join(admin.listOffsets(Map.of(source, OffsetSpec.latest())).all()).get(source).offset();
  }

  /** The administration client. */
  public Admin admin() {
    return admin;
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }

  private static <T> T join(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
