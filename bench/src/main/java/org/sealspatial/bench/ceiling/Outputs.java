/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.Source;

/**
 * Puts a response and its audit record into records of the same size and place as the product's.
 */
final class Outputs {
  static final Header VERSION = header("ce_specversion", "1.0");
  static final Header CONTENT = header("content-type", "avro/binary");
  // Pseudonyms, hashes and ids are as long as the product's; making them is not the ceiling's job.
  private static final String HASH = "A".repeat(43);

  private final String replies;
  private final String audit;
  private final boolean audited;
  private final Map<String, Long> state;

  Outputs(CeilingSettings settings) {
    this.replies = settings.text("replies");
    this.audit = settings.text("audit");
    this.audited = settings.audited();
    this.state =
        Arrays.stream(settings.text("tables").split(","))
            .collect(Collectors.toUnmodifiableMap(table -> table, table -> 12L));
  }

  /** The records of an answer. */
  List<ProducerRecord<byte[], byte[]>> of(
      ConsumerRecord<byte[], byte[]> request, String requestId, Reply reply, AuditRecord record)
      throws IOException {
    var response =
        new ProducerRecord<>(
            replies, 0, utf8(requestId), reply.value(), headers(record.getId(), reply, record));
    if (!audited) {
      return List.of(response);
    }
    byte[] value = bytes(AuditRecord.getEncoder().encode(record));
    return List.of(response, new ProducerRecord<>(audit, request.partition(), utf8(HASH), value));
  }

  /**
   * A response.
   *
   * @param value encoded
   */
  record Reply(String source, String type, byte[] value) {}

  private static List<Header> headers(String id, Reply reply, AuditRecord record) {
    return List.of(
        VERSION,
        header("ce_id", id),
        header("ce_source", reply.source()),
        header("ce_type", reply.type()),
        header("ce_time", record.getTime().toString()),
        CONTENT);
  }

  /** The audit record of a granted request; the job fills in what it knows. */
  AuditRecord audit(ConsumerRecord<byte[], byte[]> request, Flow flow, Instant now) {
    var record = new AuditRecord();
    record.setId(request.topic() + "/" + request.partition() + "/" + request.offset());
    record.setTime(now);
    record.setFlow(flow);
    record.setInstance("ceiling/a");
    record.setSource(
        new Source(
            request.topic(),
            request.partition(),
            request.offset(),
            Instant.ofEpochMilli(request.timestamp())));
    record.setOutcome(Outcome.GRANTED);
    record.setAuthenticated(true);
    record.setSubject(HASH);
    record.setProofHash(HASH);
    record.setState(state);
    return record;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(ByteBuffer buffer) {
    if (buffer.arrayOffset() == 0 && buffer.remaining() == buffer.array().length) {
      return buffer.array();
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  static Header header(String name, String value) {
    return new RecordHeader(name, utf8(value));
  }
}
