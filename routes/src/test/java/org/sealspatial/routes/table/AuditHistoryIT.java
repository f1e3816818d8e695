/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.TestTopics;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.GatewayRefusals;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.Source;

/** What is read back from an audit partition, and that nothing is ever left out. */
@WithKafka
class AuditHistoryIT {
  private static final Wire WIRE = new Wire();
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final String CONTENT = "headset-fleet";

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private KafkaProducer<byte[], byte[]> producer;
  private String audit;
  private AuditHistory history;

  @BeforeEach
  void topic(KafkaUnderTest kafka, TestTopics topics) {
    Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrap());
    audit = topics.create("audit", 4);
    history = new AuditHistory(client, audit, WIRE);
    producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void close() {
    producer.close();
  }

  @Test
  void a_record_of_a_schema_nobody_knows_is_no_hole_but_the_end() throws Exception {
    // given
    write(now, record("a"));
    write(now, ofAnotherSchema(record("b")));
    write(now, record("c"));
    List<String> read = new ArrayList<>();

    // when
    var unreadable = assertThrows(UnreadableAudit.class, () -> read(read));

    // then
    assertEquals(List.of("a"), read);
    String told = unreadable.getMessage();
    assertTrue(told.startsWith(audit + " partition 3 offset 1 "), told);
    assertTrue(told.contains("schemas.accepted"), told);
    assertFalse(told.contains(CONTENT), told);
  }

  @Test
  void bytes_that_are_no_record_are_no_hole_either() throws Exception {
    write(now, record("a"));
    write(now, CONTENT.getBytes(StandardCharsets.UTF_8));

    var unreadable = assertThrows(UnreadableAudit.class, () -> read(new ArrayList<>()));

    assertFalse(unreadable.getMessage().contains(CONTENT), unreadable.getMessage());
  }

  @Test
  void what_is_older_than_the_window_may_be_of_any_schema() throws Exception {
    write(now.minus(WINDOW).minusSeconds(1), ofAnotherSchema(record("a")));
    write(now, record("b"));
    List<String> read = new ArrayList<>();

    read(read);

    assertEquals(List.of("b"), read);
  }

  @Test
  void the_sums_of_a_gateway_are_no_decision() throws Exception {
    write(now, WIRE.encode(new GatewayRefusals("gateway/a", now, now, Map.of("X", 1L))));
    write(now, record("a"));
    List<String> read = new ArrayList<>();

    read(read);

    assertEquals(List.of("a"), read);
  }

  private void read(List<String> ids) {
    history.read(3, now.minus(WINDOW), record -> ids.add(record.getId()));
  }

  private void write(Instant at, byte[] value) throws Exception {
    producer.send(new ProducerRecord<>(audit, 3, at.toEpochMilli(), null, value)).get();
  }

  private byte[] record(String id) {
    return WIRE.encode(
        AuditRecord.newBuilder()
            .setId(id)
            .setTime(now)
            .setFlow(Flow.TOKEN)
            .setInstance("sim/a")
            .setSource(new Source("requests", 3, 0L, now))
            .setOutcome(Outcome.GRANTED)
            .setClientId(CONTENT)
            .build());
  }

  private static byte[] ofAnotherSchema(byte[] record) {
    byte[] other = record.clone();
    other[2] ^= 1; // the first byte of the fingerprint
    return other;
  }
}
