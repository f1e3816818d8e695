/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.AuditRecord;

/** The invariant: every request offset has exactly one audit record, and no other has one. */
final class Reconciliation {
  private Reconciliation() {}

  /**
   * Waits until every request offset has its audit record; fails where one has none, or several.
   */
  static void check(TestStack stack) {
    Set<String> requests = new HashSet<>();
    for (Topic topic : Topic.values()) {
      if (topic.kind() == Topic.Kind.REQUESTS) {
        records(stack, stack.topic(topic)).forEach(r -> requests.add(id(r)));
      }
    }
    await("every request offset has an audit record")
        .atMost(Duration.ofSeconds(30))
        .until(() -> ids(stack).containsAll(requests));
    List<String> audited = ids(stack);
    Set<String> extra = new TreeSet<>(audited);
    extra.removeAll(requests);
    if (!extra.isEmpty() || audited.size() != requests.size()) {
      throw new AssertionError(
          requests.size() + " requests, " + audited.size() + " audit records, strange: " + extra);
    }
  }

  private static List<String> ids(TestStack stack) {
    return stack.audit().stream().map(AuditRecord::getId).toList();
  }

  private static String id(ConsumerRecord<String, byte[]> record) {
    return record.topic() + "/" + record.partition() + "/" + record.offset();
  }

  /** All committed records of a topic. */
  static List<ConsumerRecord<String, byte[]>> records(TestStack stack, String topic) {
    var properties = new java.util.HashMap<>(stack.clientProperties());
    properties.put("isolation.level", "read_committed");
    var records = new ArrayList<ConsumerRecord<String, byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }
}
