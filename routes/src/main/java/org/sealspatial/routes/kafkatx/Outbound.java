/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;

/** One record to be written in the transaction of the record it answers. */
public final class Outbound {

  /** Most bytes Kafka puts around a record that travels alone in its batch. */
  private static final int FRAME = 100;

  /** Most bytes Kafka puts around a header. */
  private static final int HEADER_FRAME = 10;

  private final String topic;
  private final Integer partition;
  private final String key;
  private final byte[] value;
  private final Map<String, String> headers;
  private final long size;

  private Outbound(
      String topic, Integer partition, String key, byte[] value, Map<String, String> headers) {
    this.topic = Objects.requireNonNull(topic, "topic");
    if (partition != null && partition < 0) {
      throw new IllegalArgumentException("partition of " + topic + " can't be " + partition);
    }
    this.partition = partition;
    this.key = key;
    this.value = value;
    this.headers = Map.copyOf(headers);
    this.size = size(key, value, this.headers);
  }

  /**
   * A record for a topic.
   *
   * @param topic the full name
   * @param partition the partition, or null to let the key decide
   * @param key the key, or null
   * @param value the value, not copied: not to be written to afterwards; null is a tombstone
   * @param headers header names and texts
   */
  public static Outbound of(
      String topic, Integer partition, String key, byte[] value, Map<String, String> headers) {
    return new Outbound(topic, partition, key, value, headers);
  }

  /** The full name of the topic. */
  public String topic() {
    return topic;
  }

  /** The partition, or null when the key decides. */
  public Integer partition() {
    return partition;
  }

  /** The key, or null. */
  public String key() {
    return key;
  }

  /** The value, not a copy; null is a tombstone. */
  public byte[] value() {
    return value;
  }

  /** The headers. */
  public Map<String, String> headers() {
    return headers;
  }

  /** Most bytes the record takes on its way, before compression. */
  long size() {
    return size;
  }

  ProducerRecord<byte[], byte[]> record() {
    RecordHeaders written = new RecordHeaders();
    headers.forEach((name, text) -> written.add(name, text.getBytes(StandardCharsets.UTF_8)));
    byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topic, partition, null, bytes, value, written);
  }

  /** Topic and size; never the content. */
  @Override
  public String toString() {
    return topic + (partition == null ? "" : "-" + partition) + " (" + size + " bytes)";
  }

  private static long size(String key, byte[] value, Map<String, String> headers) {
    long total = FRAME + (key == null ? 0 : Utils.utf8Length(key));
    total += value == null ? 0 : value.length;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      total += Utils.utf8Length(header.getKey()) + Utils.utf8Length(header.getValue());
      total += HEADER_FRAME;
    }
    return total;
  }
}
