/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.Source;
import org.sealspatial.schemas.v1.TokenRequest;

/** Which schemas of other versions are read, and how what they wrote is. */
class WriterSchemasTest {
  private static final String STRING = "\"string\"";
  private static final String OPTIONAL = "[\"null\",\"string\"]";

  @TempDir Path folder;

  /** A TokenRequest of these fields, each as JSON. */
  private static String tokenRequest(String... fields) {
    return "{\"type\":\"record\",\"name\":\"TokenRequest\","
        + "\"namespace\":\"org.sealspatial.schemas.v1\",\"fields\":["
        + String.join(",", fields)
        + "]}";
  }

  private static String field(String name, String type, String... more) {
    String tail = more.length == 0 ? "" : "," + String.join(",", more);
    return "{\"name\":\"" + name + "\",\"type\":" + type + tail + "}";
  }

  private static final String BODY = field("body", "\"bytes\"");
  private static final String ASSERTION = field("clientAssertion", STRING);
  private static final String PROOF = field("proof", OPTIONAL);

  private Wire reading(String... schemas) throws IOException {
    for (int i = 0; i < schemas.length; i++) {
      Files.writeString(folder.resolve(i + ".avsc"), schemas[i]);
    }
    return new Wire(WriterSchemas.in(folder));
  }

  private static byte[] written(String schema, Consumer<GenericRecord> filling) throws IOException {
    Schema writer = new Schema.Parser().parse(schema);
    var datum = new GenericData.Record(writer);
    filling.accept(datum);
    var out = new ByteArrayOutputStream();
    out.writeBytes(
        ByteBuffer.allocate(10)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0xC3)
            .put((byte) 1)
            .putLong(SchemaNormalization.parsingFingerprint64(writer))
            .array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(writer).write(datum, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static void fill(GenericRecord datum) {
    datum.put("body", ByteBuffer.wrap(new byte[] {7}));
    datum.put("clientAssertion", "signed");
  }

  private static TokenRequest ours(String proof) {
    return new TokenRequest(ByteBuffer.wrap(new byte[] {7}), "signed", proof);
  }

  @Test
  void a_field_we_do_not_have_is_passed_over() throws Exception {
    String newer = tokenRequest(field("hint", OPTIONAL), BODY, ASSERTION, PROOF);
    byte[] value =
        written(
            newer,
            datum -> {
              fill(datum);
              datum.put("hint", "of a later version");
              datum.put("proof", "proof");
            });

    assertEquals(ours("proof"), reading(newer).decode(value, TokenRequest.class));
  }

  @Test
  void a_field_that_is_missing_gets_our_default() throws Exception {
    String older = tokenRequest(BODY, ASSERTION);
    byte[] value = written(older, WriterSchemasTest::fill);

    assertEquals(ours(null), reading(older).decode(value, TokenRequest.class));
  }

  @Test
  void a_field_that_the_writer_renamed_is_known_by_its_alias() throws Exception {
    String newer =
        tokenRequest(
            BODY,
            field("credential", STRING, "\"aliases\":[\"clientAssertion\",\"password\"]"),
            PROOF);
    byte[] value =
        written(
            newer,
            datum -> {
              datum.put("body", ByteBuffer.wrap(new byte[] {7}));
              datum.put("credential", "signed");
            });

    assertEquals(ours(null), reading(newer).decode(value, TokenRequest.class));
  }

  @Test
  void without_the_schema_in_the_list_the_same_bytes_are_of_an_unknown_schema() throws Exception {
    byte[] value = written(tokenRequest(BODY, ASSERTION), WriterSchemasTest::fill);

    assertRefused(FailureCause.SCHEMA_UNKNOWN, new Wire(), value);
  }

  @Test
  void an_enum_symbol_we_do_not_know_becomes_the_default_of_our_enum() throws Exception {
    // The new symbol takes the number of DEAD_LETTER, so that the bytes can be ours.
    String newer =
        SchemaNormalization.toParsingForm(AuditRecord.getClassSchema())
            .replace("\"DEAD_LETTER\"]", "\"POSTPONED\",\"DEAD_LETTER\"]");
    byte[] value = new Wire().encode(parked());
    long fingerprint = SchemaNormalization.parsingFingerprint64(new Schema.Parser().parse(newer));
    ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).putLong(2, fingerprint);

    assertEquals(Outcome.UNKNOWN, reading(newer).decode(value, AuditRecord.class).getOutcome());
  }

  private static AuditRecord parked() {
    var audit = new AuditRecord();
    audit.setId("a/0/0");
    audit.setTime(Instant.EPOCH);
    audit.setFlow(Flow.TOKEN);
    audit.setInstance("sim/a");
    audit.setSource(new Source("a", 0, 0L, Instant.EPOCH));
    audit.setOutcome(Outcome.DEAD_LETTER);
    audit.setFacts(Map.of());
    audit.setState(Map.of());
    return audit;
  }

  static Stream<Arguments> unfit() {
    return Stream.of(
        Arguments.of(
            "a field without default is missing",
            tokenRequest(BODY, PROOF),
            "READER_FIELD_MISSING_DEFAULT_VALUE at /fields/1"),
        Arguments.of(
            "a type is another",
            tokenRequest(BODY, field("clientAssertion", "\"long\""), PROOF),
            "TYPE_MISMATCH at /fields/1/type"),
        Arguments.of(
            "a string became an enum",
            tokenRequest(
                BODY,
                field(
                    "clientAssertion",
                    "{\"type\":\"enum\",\"name\":\"Form\",\"symbols\":[\"JWT\"]}"),
                PROOF),
            "TYPE_MISMATCH at /fields/1/type"),
        Arguments.of(
            "a union has a branch more",
            tokenRequest(BODY, ASSERTION, field("proof", "[\"null\",\"string\",\"long\"]")),
            "MISSING_UNION_BRANCH"),
        Arguments.of(
            "aliases of two fields",
            tokenRequest(
                field("both", "\"bytes\"", "\"aliases\":[\"body\",\"clientAssertion\"]"), PROOF),
            "aliases of several of our fields"),
        Arguments.of(
            "two fields are one of ours",
            tokenRequest(
                BODY,
                ASSERTION,
                field("old", STRING, "\"aliases\":[\"proof\"]"),
                field("older", STRING, "\"aliases\":[\"proof\"]")),
            "Duplicate field proof"),
        Arguments.of(
            "items of no bytes",
            tokenRequest(BODY, ASSERTION, field("x", "{\"type\":\"array\",\"items\":\"null\"}")),
            "items take no bytes"),
        Arguments.of(
            "items of no bytes in a record",
            tokenRequest(
                BODY,
                ASSERTION,
                field(
                    "x",
                    "{\"type\":\"array\",\"items\":"
                        + "{\"type\":\"record\",\"name\":\"E\",\"fields\":[]}}")),
            "items take no bytes"),
        Arguments.of(
            "no type of ours",
            tokenRequest(BODY).replace("TokenRequest", "Tocken"),
            "no record type of ours: org.sealspatial.schemas.v1.Tocken"),
        Arguments.of("no record", STRING, "no record type of ours: string"),
        Arguments.of("no schema", "{\"type\":", "0.avsc "),
        Arguments.of("a type of another file", tokenRequest(field("body", "\"Area\"")), "Area"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unfit")
  void a_schema_that_ours_cannot_be_read_from_is_refused_with_its_file_and_its_reason(
      String what, String schema, String reason) {
    var e = assertThrows(IllegalArgumentException.class, () -> reading(schema), what);
    assertTrue(e.getMessage().contains("0.avsc"), e.getMessage());
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), "one line: " + e.getMessage());
  }

  @Test
  void every_unfit_file_is_named() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> reading(tokenRequest(BODY), tokenRequest(BODY, ASSERTION), STRING));
    assertTrue(e.getMessage().contains("0.avsc"), e.getMessage());
    assertFalse(e.getMessage().contains("1.avsc"), e.getMessage());
    assertTrue(e.getMessage().contains("2.avsc"), e.getMessage());
  }

  @Test
  void a_folder_that_is_not_there_is_refused() {
    Path nowhere = folder.resolve("nowhere");
    var e = assertThrows(IllegalArgumentException.class, () -> WriterSchemas.in(nowhere));
    assertTrue(e.getMessage().startsWith("must be a folder that can be read"), e.getMessage());
  }

  @Test
  void what_is_passed_over_is_read_as_strictly_as_the_rest() throws Exception {
    String newer = tokenRequest(BODY, ASSERTION, field("hint", STRING));
    Wire wire = reading(newer);
    byte[] badUtf8 =
        written(
            newer,
            datum -> {
              fill(datum);
              datum.put("hint", new Utf8(new byte[] {(byte) 0xFF}));
            });
    byte[] good =
        written(
            newer,
            datum -> {
              fill(datum);
              datum.put("hint", "x");
            });

    assertEquals(ours(null), wire.decode(good, TokenRequest.class));
    assertRefused(FailureCause.RECORD_UNREADABLE, wire, badUtf8);
    assertRefused(FailureCause.RECORD_UNREADABLE, wire, Arrays.copyOf(good, good.length - 1));
    assertRefused(FailureCause.RECORD_UNREADABLE, wire, Arrays.copyOf(good, good.length + 1));
  }

  @Test
  void an_enum_number_that_the_writers_own_enum_does_not_have_is_refused() throws Exception {
    String newer =
        tokenRequest(
            BODY,
            ASSERTION,
            field("kind", "{\"type\":\"enum\",\"name\":\"Kind\",\"symbols\":[\"A\",\"B\"]}"));
    byte[] value =
        written(
            newer,
            datum -> {
              fill(datum);
              datum.put(
                  "kind",
                  new GenericData.EnumSymbol(datum.getSchema().getField("kind").schema(), "B"));
            });
    Wire wire = reading(newer);
    assertEquals(ours(null), wire.decode(value, TokenRequest.class));
    value[value.length - 1] = 4; // the third of two

    assertRefused(FailureCause.RECORD_UNREADABLE, wire, value);
  }

  /** Tells whether anybody made Java initialise it. */
  public static final class Trap {
    static {
      System.setProperty("seal.trap", "sprung");
    }
  }

  @Test
  void a_class_that_a_schema_names_is_not_loaded() throws Exception {
    List<String> names = List.of("java-class", "java-element-class", "java-key-class");
    String traps =
        String.join(
            ",",
            names.stream()
                .map(n -> "\"" + n + "\":\"" + WriterSchemasTest.class.getName() + "$Trap\"")
                .toList());
    String armed = "{\"type\":\"string\"," + traps + "}";
    String newer =
        tokenRequest(
            BODY,
            field("clientAssertion", armed),
            field("list", "{\"type\":\"array\",\"items\":" + armed + "," + traps + "}"));
    byte[] value =
        written(
            newer,
            datum -> {
              fill(datum);
              datum.put("list", List.of("x"));
            });

    assertEquals(ours(null), reading(newer).decode(value, TokenRequest.class));
    assertEquals(null, System.getProperty("seal.trap"));
  }

  private static void assertRefused(FailureCause reason, Wire wire, byte[] value) {
    var e = assertThrows(UnreadableRecord.class, () -> wire.decode(value, TokenRequest.class));
    assertEquals(reason, e.reason());
  }
}
