/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;

/**
 * What the tables had when something was last decided on them, as the newest audit records of each
 * partition tell. Those of transactions that are open or were aborted tell it as well.
 */
final class AuditedStates {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int STEP = 200;

  private final TableReader.Source source;
  private final String topic;
  private final Wire wire = new Wire();

  /**
   * A state that a decision stood on.
   *
   * @param at when it was decided
   * @param offsets table topic to the next offset to be read
   */
  record State(Instant at, Map<String, Long> offsets) {}

  AuditedStates(TableReader.Source source) {
    this.source = source;
    this.topic = Topic.AUDIT.in(source.topicPrefix());
  }

  /** Some states of each partition, its newest among them; none that is older than this. */
  List<State> since(Instant oldest) {
    List<State> states = new ArrayList<>();
    try (var consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      for (TopicPartition partition : partitions) {
        consumer.assign(List.of(partition));
        states.addAll(newest(consumer, begins.get(partition), ends.get(partition), oldest));
      }
    }
    return states;
  }

  /** Step by step towards the beginning: what gateways refused lies between. */
  private List<State> newest(
      KafkaConsumer<byte[], byte[]> consumer, long begin, long end, Instant oldest) {
    List<State> states = new ArrayList<>();
    boolean past = false;
    for (long to = end; to > begin && states.isEmpty() && !past; to -= STEP) {
      for (ConsumerRecord<byte[], byte[]> record :
          records(consumer, Math.max(begin, to - STEP), to)) {
        if (record.timestamp() < oldest.toEpochMilli()) {
          past = true;
        } else {
          add(record.value(), states);
        }
      }
    }
    return states;
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(
      KafkaConsumer<byte[], byte[]> consumer, long from, long to) {
    TopicPartition partition = consumer.assignment().iterator().next();
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.seek(partition, from);
    while (consumer.position(partition) < to) {
      consumer.poll(POLL).forEach(records::add);
    }
    records.removeIf(record -> record.offset() >= to);
    return records;
  }

  private void add(byte[] value, List<State> states) {
    try {
      AuditRecord audit = wire.decode(value, AuditRecord.class);
      states.add(new State(audit.getTime(), Map.copyOf(audit.getState())));
    } catch (UnreadableRecord e) {
      return; // the sums of a gateway, or of another version: there are others
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = new HashMap<>(source.kafka());
    properties.put(
        ConsumerConfig.CLIENT_ID_CONFIG, source.topicPrefix() + "-audited-" + source.name());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // one partition after the other: none waits for what is asked ahead of the last one
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
