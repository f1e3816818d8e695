/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Utils;

/**
 * One consumed record, bytes as they came. Arrays are handed out without a copy: read, never write.
 * Not for more than one thread at a time.
 */
public final class Inbound {

  private final ConsumerRecord<byte[], byte[]> record;
  private final int partitions;

  /**
   * @param partitions how many partitions the record's topic has
   */
  Inbound(ConsumerRecord<byte[], byte[]> record, int partitions) {
    this.record = record;
    this.partitions = partitions;
  }

  /** Starts a record that never saw a broker, for tests of routes; the topic has one partition. */
  public static Inbound of(String topic, int partition, long offset, byte[] key, byte[] value) {
    return of(topic, partition, offset, key, value, Instant.EPOCH, Map.of(), 1);
  }

  /** A record that never saw a broker, for tests of routes. */
  public static Inbound of(
      String topic,
      int partition,
      long offset,
      byte[] key,
      byte[] value,
      Instant appended,
      Map<String, String> headers,
      int partitions) {
    RecordHeaders copied = new RecordHeaders();
    headers.forEach((name, text) -> copied.add(name, text.getBytes(StandardCharsets.UTF_8)));
    return new Inbound(
        new ConsumerRecord<>(
            topic,
            partition,
            offset,
            appended.toEpochMilli(),
            TimestampType.LOG_APPEND_TIME,
            key == null ? -1 : key.length,
            value == null ? -1 : value.length,
            key,
            value,
            copied,
            Optional.empty()),
        partitions);
  }

  /** The full name of the topic. */
  public String topic() {
    return record.topic();
  }

  /** The partition, from 0. */
  public int partition() {
    return record.partition();
  }

  /** The offset in the partition. */
  public long offset() {
    return record.offset();
  }

  /** The record's timestamp: on request topics the broker's append time. */
  public Instant appended() {
    return Instant.ofEpochMilli(record.timestamp());
  }

  /** The value, or null. */
  public byte[] value() {
    return record.value();
  }

  /** The key as it came, or null. */
  public byte[] keyBytes() {
    return record.key();
  }

  /** The key as text, or null if there is none or its bytes are not UTF-8. */
  public String key() {
    return text(record.key());
  }

  /** The last header of this name, empty if absent, null-valued or not UTF-8. */
  public Optional<String> header(String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? Optional.empty() : Optional.ofNullable(text(header.value()));
  }

  /**
   * Whether the record lies where its key belongs, murmur2(key) mod the topic's partitions. A
   * record elsewhere would escape the replay memory of its key's owner.
   */
  public boolean keyOwnsPartition() {
    byte[] key = record.key();
    return key != null
        && partitions > 0
        && Utils.toPositive(Utils.murmur2(key)) % partitions == record.partition();
  }

  TopicPartition source() {
    return new TopicPartition(record.topic(), record.partition());
  }

  Optional<Integer> leaderEpoch() {
    return record.leaderEpoch();
  }

  /** Topic, partition and offset; never the content. */
  @Override
  public String toString() {
    return record.topic() + "-" + record.partition() + "@" + record.offset();
  }

  private static String text(byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      return null;
    }
  }
}
