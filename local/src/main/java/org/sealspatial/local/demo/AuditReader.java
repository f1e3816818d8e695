/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;

/** Reads all committed audit records there are, in the order of their time. */
public final class AuditReader {
  private final Map<String, Object> kafka;
  private final String topic;
  private final Wire wire = new Wire();

  /** Of this topic. */
  public AuditReader(Map<String, Object> kafka, String topic) {
    this.kafka = new HashMap<>(kafka);
    this.kafka.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    this.topic = topic;
  }

  /** All records that lie before the end as it is now. */
  public List<AuditRecord> all() {
    var records = new ArrayList<AuditRecord>();
    try (var consumer =
        new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          add(record, records);
        }
      }
    }
    records.sort(java.util.Comparator.comparing(AuditRecord::getTime));
    return records;
  }

  private void add(ConsumerRecord<String, byte[]> record, List<AuditRecord> records) {
    try {
      records.add(wire.decode(record.value(), AuditRecord.class));
    } catch (UnreadableRecord e) {
      return; // the counts of a gateway
    }
  }
}
