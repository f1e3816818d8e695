/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class InboundTest {

  private static final Instant NOON = Instant.parse("2026-06-21T12:00:00Z");

  @Test
  void a_key_that_is_not_utf8_is_no_key() {
    assertEquals("ue-1", record("ue-1".getBytes(StandardCharsets.UTF_8), 0, 1).key());
    assertNull(record(new byte[] {(byte) 0xC3}, 0, 1).key());
    assertNull(record(null, 0, 1).key());
  }

  @Test
  void a_header_is_absent_when_it_is_not_there_or_not_utf8() {
    Inbound record = record(null, 0, 1);

    assertEquals(Optional.of("00-ab"), record.header("traceparent"));
    assertEquals(Optional.empty(), record.header("tracestate"));
  }

  @Test
  void a_key_owns_exactly_the_partition_of_its_murmur2() {
    byte[] key = "ue-1@example.org".getBytes(StandardCharsets.UTF_8);
    int owned = Utils.toPositive(Utils.murmur2(key)) % 12;

    IntStream.range(0, 12)
        .forEach(p -> assertEquals(p == owned, record(key, p, 12).keyOwnsPartition()));
    assertFalse(record(null, 0, 1).keyOwnsPartition());
    assertTrue(record(key, 0, 1).keyOwnsPartition());
  }

  @Test
  void its_text_holds_no_content() {
    assertEquals("in-0@7", record("secret".getBytes(StandardCharsets.UTF_8), 0, 1).toString());
  }

  private static Inbound record(byte[] key, int partition, int partitions) {
    return Inbound.of(
        "in", partition, 7, key, null, NOON, Map.of("traceparent", "00-ab"), partitions);
  }
}
