/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Everything that lies on the topics of a stack, also what no transaction committed: what somebody
 * sees who may read them all.
 */
final class EveryTopic {
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

  private EveryTopic() {}

  static EveryTopic of(TestStack stack) throws Exception {
    var all = new EveryTopic();
    Set<String> topics = topics(stack);
    var properties = new java.util.HashMap<>(stack.clientProperties());
    properties.put("isolation.level", "read_uncommitted");
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(all.records::add);
      }
    }
    return all;
  }

  private static Set<String> topics(TestStack stack) throws Exception {
    try (Admin admin = Admin.create(stack.clientProperties())) {
      return admin.listTopics().names().get().stream()
          .filter(name -> name.startsWith(stack.prefix() + "."))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The values of a topic, the oldest first. */
  List<byte[]> values(String topic) {
    return records.stream()
        .filter(r -> r.topic().equals(topic) && r.value() != null)
        .sorted(Comparator.comparing(ConsumerRecord::timestamp))
        .map(ConsumerRecord::value)
        .toList();
  }

  /** The topics that have this text in a key, a value or a header. */
  Set<String> topicsWith(String text) {
    return topics(bytes -> bytes.contains(text));
  }

  /** The topics where key, value or header of a record are such, a char for each byte. */
  Set<String> topics(Predicate<String> bytes) {
    return records.stream()
        .filter(record -> bytes.test(bytes(record)))
        .map(ConsumerRecord::topic)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String bytes(ConsumerRecord<byte[], byte[]> record) {
    var all = new StringBuilder(text(record.key())).append('\n').append(text(record.value()));
    record.headers().forEach(h -> all.append('\n').append(h.key()).append(text(h.value())));
    return all.toString();
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
