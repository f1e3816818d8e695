/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.sealspatial.bench.load.World;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Outcome;

/** Reads what came out, after the clock has stopped: every request must have been granted. */
public final class Answers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Wire wire = new Wire();
  private final String replies;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Tally replied = new Tally();
  private final Tally audited = new Tally();
  private byte[] lastReply;
  private Map<String, Long> state = Map.of();

  /** Records and their bytes. */
  private static final class Tally {
    private long count;
    private long bytes;

    void add(ConsumerRecord<byte[], byte[]> record) {
      count++;
      bytes += record.serializedValueSize();
    }

    long mean() {
      return count == 0 ? 0 : bytes / count;
    }
  }

  /** Of this world, from its beginning. */
  public Answers(World world) {
    this.replies = world.replies();
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", world.bootstrap(), "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    partitions.add(new TopicPartition(replies, 0));
    for (int n = 0; n < world.partitions(); n++) {
      partitions.add(new TopicPartition(world.topic(Topic.AUDIT), n));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Returns when so many answers were read in all, and as many audit records. */
  public void await(long requests, boolean withAudit) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (replied.count < requests || withAudit && audited.count < requests) {
      consumer.poll(Duration.ofMillis(200)).forEach(this::take);
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            replied.count + " answers and " + audited.count + " audit records of " + requests);
      }
    }
  }

  /**
   * Reads what is there, or waits a little; how many answers and audit records were read so far.
   */
  public long read() {
    consumer.poll(Duration.ofMillis(200)).forEach(this::take);
    return Math.min(replied.count, audited.count);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(replies)) {
      replied.add(record);
      lastReply = record.value();
      return;
    }
    audited.add(record);
    AuditRecord audit = decode(record.value());
    state = audit.getState();
    if (audit.getOutcome() != Outcome.GRANTED) {
      throw new IllegalStateException(
          "a request of the load was not granted: " + audit.getOutcome() + " " + audit.getCause());
    }
  }

  private AuditRecord decode(byte[] value) {
    try {
      return wire.decode(value, AuditRecord.class);
    } catch (UnreadableRecord e) {
      throw new IllegalStateException("an audit record that can't be read", e);
    }
  }

  /** Whether the latest answer stood on all that this table's topic holds now. */
  public boolean hasSeen(String topic) {
    var partition = new TopicPartition(topic, 0);
    return state.getOrDefault(topic, 0L) >= consumer.endOffsets(List.of(partition)).get(partition);
  }

  /** The value of the latest reply. */
  public byte[] lastReply() {
    return lastReply;
  }

  /** Mean bytes of a reply's value. */
  public long replyBytes() {
    return replied.mean();
  }

  /** Mean bytes of an audit record's value. */
  public long auditBytes() {
    return audited.mean();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
