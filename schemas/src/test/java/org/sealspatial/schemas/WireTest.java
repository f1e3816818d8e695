/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.schemas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealspatial.schemas.v1.GatewayRefusals;
import org.sealspatial.schemas.v1.IssuedToken;
import org.sealspatial.schemas.v1.TableRecord;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

class WireTest {
  private final Wire wire = new Wire();

  private static byte[] framed(byte... datum) {
    long fingerprint = SchemaNormalization.parsingFingerprint64(TokenRequest.getClassSchema());
    var out = new ByteArrayOutputStream();
    out.writeBytes(
        ByteBuffer.allocate(10)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0xC3)
            .put((byte) 1)
            .putLong(fingerprint)
            .array());
    out.writeBytes(datum);
    return out.toByteArray();
  }

  private static byte[] varint(long value) {
    var out = new ByteArrayOutputStream();
    long n = (value << 1) ^ (value >> 63);
    while ((n & ~0x7FL) != 0) {
      out.write((int) ((n & 0x7F) | 0x80));
      n >>>= 7;
    }
    out.write((int) n);
    return out.toByteArray();
  }

  @Test
  void a_record_comes_back_as_it_was() throws Exception {
    var request = new TokenRequest(ByteBuffer.wrap(new byte[] {1, 2, 3}), "assertion", null);
    assertEquals(request, wire.decode(wire.encode(request), TokenRequest.class));
  }

  @Test
  void a_record_that_can_not_be_written_leaves_nothing_in_the_next() {
    var good = new TokenRequest(ByteBuffer.wrap(new byte[] {1, 2, 3}), "assertion", "proof");
    byte[] before = wire.encode(good);
    var bad = new TokenRequest(ByteBuffer.wrap(new byte[] {9, 9, 9}), null, null);
    assertThrows(RuntimeException.class, () -> wire.encode(bad));
    assertArrayEquals(before, wire.encode(good));
  }

  @Test
  void what_generated_code_writes_is_what_the_schema_says() throws Exception {
    var response = new TokenResponse();
    response.setRequestId("r-1");
    response.setClientId("é\u20AC");
    response.setBodyDigest(ByteBuffer.wrap(new byte[] {1}));
    response.setToken(new IssuedToken("a.b.c", "DPoP", 900, "seal:S:get", "[]"));
    var plain = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().directBinaryEncoder(plain, null);
    new GenericDatumWriter<TokenResponse>(TokenResponse.getClassSchema()).write(response, encoder);

    byte[] bytes = wire.encode(response);

    assertArrayEquals(plain.toByteArray(), Arrays.copyOfRange(bytes, 10, bytes.length));
    assertEquals(response, wire.decode(bytes, TokenResponse.class));
  }

  @Test
  void a_large_record_is_written_like_a_small_one() throws Exception {
    var large = new TokenRequest(ByteBuffer.allocate(300_000), "a", null);
    assertEquals(large, wire.decode(wire.encode(large), TokenRequest.class));
    assertEquals(large, wire.decode(wire.encode(large), TokenRequest.class));
  }

  static Stream<Arguments> unreadable() {
    byte[] good = new Wire().encode(new TokenRequest(ByteBuffer.allocate(0), "a", null));
    byte[] truncated = Arrays.copyOf(good, good.length - 1);
    byte[] trailing = Arrays.copyOf(good, good.length + 1);
    byte[] otherSchema = good.clone();
    otherSchema[4] ^= 1;
    byte[] badUtf8 = framed((byte) 0, (byte) 2, (byte) 0xFF, (byte) 0);
    return Stream.of(
        Arguments.of("null", null, FailureCause.RECORD_UNREADABLE),
        Arguments.of("empty", new byte[0], FailureCause.RECORD_UNREADABLE),
        Arguments.of("four bytes", new byte[4], FailureCause.RECORD_UNREADABLE),
        Arguments.of("Confluent framing", new byte[20], FailureCause.RECORD_UNREADABLE),
        Arguments.of("unknown fingerprint", otherSchema, FailureCause.SCHEMA_UNKNOWN),
        Arguments.of(
            "another record type",
            new Wire().encode(new TableRecord("x")),
            FailureCause.SCHEMA_MISMATCH),
        Arguments.of("truncated", truncated, FailureCause.RECORD_UNREADABLE),
        Arguments.of("bytes after the datum", trailing, FailureCause.RECORD_UNREADABLE),
        Arguments.of("not UTF-8", badUtf8, FailureCause.RECORD_UNREADABLE),
        Arguments.of(
            "two gigabytes announced",
            framed(varint(Integer.MAX_VALUE - 10L)),
            FailureCause.RECORD_UNREADABLE),
        Arguments.of("negative length", framed(varint(-1)), FailureCause.RECORD_UNREADABLE),
        Arguments.of(
            "union branch 99",
            framed((byte) 0, (byte) 2, (byte) 'a', (byte) 0x42),
            FailureCause.RECORD_UNREADABLE),
        Arguments.of(
            "varint of eleven bytes",
            framed(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}),
            FailureCause.RECORD_UNREADABLE),
        Arguments.of(
            "over the size limit", new byte[Wire.MAX_BYTES + 1], FailureCause.RECORD_TOO_LARGE));
  }

  @ParameterizedTest(name = "{0} is {2}")
  @MethodSource("unreadable")
  void bytes_nobody_can_read_are_refused_with_their_reason(
      String what, byte[] value, FailureCause reason) {
    UnreadableRecord e =
        assertThrows(UnreadableRecord.class, () -> wire.decode(value, TokenRequest.class), what);
    assertEquals(reason, e.reason(), what);
  }

  @Test
  void a_map_that_announces_two_billion_entries_is_refused_without_making_room() {
    byte[] frame =
        wire.encode(
            new GatewayRefusals(
                "a", java.time.Instant.EPOCH, java.time.Instant.EPOCH, java.util.Map.of()));
    var bomb = new ByteArrayOutputStream();
    bomb.write(frame, 0, frame.length - 1);
    bomb.writeBytes(varint(Integer.MAX_VALUE - 10L));
    assertThrows(
        UnreadableRecord.class, () -> wire.decode(bomb.toByteArray(), GatewayRefusals.class));
  }

  /** A token request body up to its array of actions, then whatever follows. */
  private static byte[] bodyWith(byte[]... rest) {
    long fingerprint = SchemaNormalization.parsingFingerprint64(TokenRequestBody.getClassSchema());
    var out = new ByteArrayOutputStream();
    out.writeBytes(
        ByteBuffer.allocate(10)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0xC3)
            .put((byte) 1)
            .putLong(fingerprint)
            .array());
    for (int i = 0; i < 3; i++) {
      out.writeBytes(new byte[] {2, 'a'}); // requestId, clientId, valUe
    }
    out.write(0); // no valUser
    out.writeBytes(new byte[] {2, 'a', 2, 'a'}); // valService, service
    for (byte[] part : rest) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static Stream<Arguments> bombs() {
    byte[] item = {2, 'a'};
    return Stream.of(
        Arguments.of("two billion items announced", bodyWith(varint(Integer.MAX_VALUE - 10L))),
        Arguments.of("a negative block without its size", bodyWith(varint(-5))),
        Arguments.of("the smallest long as block count", bodyWith(varint(Long.MIN_VALUE))),
        Arguments.of("more items than a long counts", bodyWith(varint(Long.MAX_VALUE), item)),
        Arguments.of("an item of a billion characters", bodyWith(varint(1), varint(1_000_000_000))),
        Arguments.of("an item of minus one character", bodyWith(varint(1), varint(-1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bombs")
  void a_bomb_is_refused_and_does_not_go_off(String what, byte[] value) {
    long before = allocated();
    UnreadableRecord e =
        assertThrows(
            UnreadableRecord.class, () -> wire.decode(value, TokenRequestBody.class), what);
    assertEquals(FailureCause.RECORD_UNREADABLE, e.reason(), what);
    long bytes = allocated() - before;
    assertTrue(bytes < 64 << 20, what + " made " + bytes + " bytes of room");
  }

  private static long allocated() {
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
