/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.sealspatial.routes.config.ClusterConfig;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.ConfigChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the audit, committed records only. In no group, so it is in nobody's way. */
public final class AuditTail {
  private static final Logger LOG = LoggerFactory.getLogger(AuditTail.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final ClusterConfig cluster;
  private final Consumer<ConfigChange> changes;
  private final Wire wire = new Wire();

  /** Does not connect yet. */
  public AuditTail(ClusterConfig cluster) {
    this(cluster, change -> {});
  }

  /** The same, handing on what became of changed settings, too. */
  public AuditTail(ClusterConfig cluster, Consumer<ConfigChange> changes) {
    this.cluster = cluster;
    this.changes = changes;
  }

  /**
   * Hands on records until told to stop.
   *
   * @param fromBeginning from the first kept record on; else only what comes from now on
   * @param follow goes on past the end there is now
   * @param stop asked between polls
   */
  public void read(
      boolean fromBeginning, boolean follow, Consumer<AuditRecord> sink, BooleanSupplier stop) {
    read(fromBeginning ? Optional.of(Instant.EPOCH) : Optional.empty(), follow, sink, stop);
  }

  private void read(
      Optional<Instant> since, boolean follow, Consumer<AuditRecord> sink, BooleanSupplier stop) {
    try (var consumer =
        new KafkaConsumer<>(
            properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = partitions(consumer);
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      ends.forEach(consumer::seek);
      since.ifPresent(start -> seek(consumer, partitions, start));
      while (!stop.getAsBoolean() && (follow || isBefore(consumer, ends))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          hand(record, sink);
        }
      }
    } catch (TimeoutException e) {
      throw new AdminFailure.BrokerAway("the audit can't be read: no answer in time", e);
    } catch (KafkaException e) {
      throw new AdminFailure("the audit can't be read: " + e.getMessage(), e);
    }
  }

  /** Hands on the records that were written since then, up to the end as it is now. */
  void since(Instant start, Consumer<AuditRecord> sink) {
    read(Optional.of(start), false, sink, () -> false);
  }

  /** All records that lie before the end as it is now, in the order of their time. */
  public List<AuditRecord> all() {
    List<AuditRecord> all = new ArrayList<>();
    read(true, false, all::add, () -> false);
    all.sort(Comparator.comparing(AuditRecord::getTime));
    return all;
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(cluster.kafka().clientProperties());
    properties.put("client.id", cluster.topicPrefix() + "-audit-tail");
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", false);
    properties.put("allow.auto.create.topics", false);
    properties.put("default.api.timeout.ms", 15_000);
    return properties;
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    String topic = Topic.AUDIT.in(cluster.topicPrefix());
    List<PartitionInfo> infos = consumer.partitionsFor(topic);
    if (infos == null || infos.isEmpty()) {
      throw new AdminFailure(topic + " is missing; make it with: seal topics", null);
    }
    return infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  /** To the first record of that time or later; a partition without one stays at its end. */
  private static void seek(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Instant start) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, start.toEpochMilli()));
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, first) -> {
              if (first != null) {
                consumer.seek(partition, first.offset());
              }
            });
  }

  private static boolean isBefore(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue());
  }

  private void hand(ConsumerRecord<byte[], byte[]> record, Consumer<AuditRecord> sink) {
    try {
      sink.accept(wire.decode(record.value(), AuditRecord.class));
    } catch (UnreadableRecord e) {
      if (e.reason() == FailureCause.SCHEMA_MISMATCH) {
        handChange(record); // another type that we know, no record of a request
      } else {
        warn(record, e);
      }
    }
  }

  private void handChange(ConsumerRecord<byte[], byte[]> record) {
    try {
      changes.accept(wire.decode(record.value(), ConfigChange.class));
    } catch (UnreadableRecord e) {
      if (e.reason() != FailureCause.SCHEMA_MISMATCH) { // else the sums of what a gateway refused
        warn(record, e);
      }
    }
  }

  private static void warn(ConsumerRecord<byte[], byte[]> record, UnreadableRecord why) {
    LOG.warn(
        "audit record at partition {} offset {} can't be read: {}",
        record.partition(),
        record.offset(),
        why.getMessage());
  }
}
