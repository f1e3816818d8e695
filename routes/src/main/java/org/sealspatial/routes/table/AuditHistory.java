/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.sealspatial.routes.memory.History;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;

/**
 * Reads audit records back from Kafka. It reads committed records up to the high watermark that it
 * saw at its start: a former owner's transaction that is still open holds it back until that one
 * has committed or has been aborted, so nothing that was answered is missed.
 *
 * <p>For the same reason a record that can't be read is never passed over, as after a roll back
 * from a version with another schema: {@link UnreadableAudit}. It counts only from the given time
 * on, so that it holds its partition up for one window at most.
 */
public final class AuditHistory implements History {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<String, Object> client;
  private final String topic;
  private final Wire wire;

  /**
   * A history.
   *
   * @param client bootstrap servers and security of the Kafka client
   * @param topic full name of the audit topic
   */
  public AuditHistory(Map<String, Object> client, String topic, Wire wire) {
    this.client = Map.copyOf(client);
    this.topic = topic;
    this.wire = wire;
  }

  @Override
  public void read(int partition, Instant since, Consumer<AuditRecord> reader) {
    var source = new TopicPartition(topic, partition);
    Range range = range(source, since);
    if (range.from() < range.end()) {
      try (var committed = consumer("read_committed")) {
        committed.assign(List.of(source));
        committed.seek(source, range.from());
        readUntil(committed, source, range.end(), reader);
      }
    }
  }

  private record Range(long from, long end) {}

  // By a reader that also sees what is not committed yet: an open transaction must not be skipped.
  private Range range(TopicPartition source, Instant since) {
    try (var uncommitted = consumer("read_uncommitted")) {
      long end = uncommitted.endOffsets(List.of(source)).get(source);
      OffsetAndTimestamp first =
          uncommitted.offsetsForTimes(Map.of(source, since.toEpochMilli())).get(source);
      return new Range(first == null ? end : first.offset(), end);
    }
  }

  private void readUntil(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition source,
      long end,
      Consumer<AuditRecord> reader) {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (consumer.position(source) < end) {
      if (System.nanoTime() - giveUp > 0) {
        throw new IllegalStateException("a transaction stays open in " + source);
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        give(record, reader);
      }
    }
  }

  private void give(ConsumerRecord<byte[], byte[]> record, Consumer<AuditRecord> reader) {
    AuditRecord audit;
    try {
      audit = wire.decode(record.value(), AuditRecord.class);
    } catch (UnreadableRecord e) {
      if (e.reason() == FailureCause.SCHEMA_MISMATCH) {
        return; // another type that we know: gateways write their sums to this topic, too
      }
      throw new UnreadableAudit(record, e);
    }
    reader.accept(audit);
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
