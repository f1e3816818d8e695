/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.DeadLetter;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/** Requests that programs of other versions wrote: of accepted schemas, and of no others. */
@WithKafka
@Tag("concurrent")
class OtherVersionsIT {
  private static final Schema OURS = TokenRequestBody.getClassSchema();
  private static final Map<String, Object> NOTHING = Map.of();

  private static final OtherVersion ADDED =
      OtherVersion.of(
          OURS, fields -> fields.add(0, OtherVersion.field("hint", "[\"null\",\"string\"]")));
  private static final OtherVersion RENAMED =
      OtherVersion.of(OURS, fields -> fields.replaceAll(OtherVersionsIT::renamed));
  private static final OtherVersion OLDER =
      OtherVersion.of(OURS, fields -> fields.removeIf(Schema.Field::hasDefaultValue));
  private static final OtherVersion WITH_ENUM =
      OtherVersion.of(
          OURS,
          fields ->
              fields.add(
                  OtherVersion.field(
                      "kind", "{\"type\":\"enum\",\"name\":\"Kind\",\"symbols\":[\"A\",\"B\"]}")));
  private static final OtherVersion LACKING =
      OtherVersion.of(OURS, fields -> fields.removeIf(field -> field.name().equals("valService")));
  private static final OtherVersion RETYPED =
      OtherVersion.of(OURS, fields -> retype(fields, "deadline", "\"string\""));
  private static final OtherVersion ENUMERATED =
      OtherVersion.of(
          OURS,
          fields ->
              retype(
                  fields,
                  "service",
                  "{\"type\":\"enum\",\"name\":\"S\",\"symbols\":[\"SS_SmManagement\"]}"));

  @TempDir static Path accepted;
  private static TestStack stack;
  private static Traces traces;

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    ADDED.save(accepted, "added");
    RENAMED.save(accepted, "renamed");
    OLDER.save(accepted, "older");
    WITH_ENUM.save(accepted, "with-enum");
    stack = TestStack.start(kafka.bootstrap(), "--schemas.accepted=" + accepted);
    traces = new Traces(stack);
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack) {
      Reconciliation.check(ended);
    }
  }

  private static Schema.Field renamed(Schema.Field field) {
    if (!field.name().equals("valService")) {
      return field;
    }
    var renamed = new Schema.Field("valServiceIdentity", field.schema());
    renamed.addAlias("valService");
    return renamed;
  }

  private static void retype(List<Schema.Field> fields, String name, String type) {
    fields.replaceAll(field -> field.name().equals(name) ? OtherVersion.field(name, type) : field);
  }

  static Stream<Arguments> resolvable() {
    return Stream.of(
        Arguments.of("an optional field was added", ADDED, Map.of("hint", "of a later version")),
        Arguments.of("a field was renamed", RENAMED, NOTHING),
        Arguments.of("optional fields are not there yet", OLDER, NOTHING),
        Arguments.of("an enum was added", WITH_ENUM, kind()));
  }

  private static Map<String, Object> kind() {
    Schema kind = WITH_ENUM.schema().getField("kind").schema();
    return Map.of("kind", new GenericData.EnumSymbol(kind, "B"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("resolvable")
  void a_request_of_an_accepted_version_is_answered(
      String what, OtherVersion version, Map<String, Object> more) throws Exception {
    // Given
    ValUe ue = stack.ue("ue-version");
    TokenRequestBody body = ue.asksToken("SS_SmManagement", "get", Optional.empty());

    // When
    String id = publish(ue, version.encode(body, more), body.getRequestId());

    // Then
    TokenResponse response = reply(body.getRequestId()).orElseThrow();
    assertNotNull(response.getToken(), what + " is refused: " + response.getFailure());
    AuditRecord audit = traces.onlyAudit(id);
    assertEquals(Outcome.GRANTED, audit.getOutcome());
    assertEquals("arcade.example", audit.getValService());
    assertEquals(List.of(), traces.deadLetters(id));
  }

  static Stream<Arguments> unresolvable() {
    return Stream.of(
        Arguments.of("a field without default is missing", LACKING, NOTHING),
        Arguments.of("a type is another", RETYPED, Map.of("deadline", "tomorrow")),
        Arguments.of(
            "a string became an enum",
            ENUMERATED,
            Map.of(
                "service",
                new GenericData.EnumSymbol(
                    ENUMERATED.schema().getField("service").schema(), "SS_SmManagement"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unresolvable")
  void a_request_of_a_version_that_can_not_be_accepted_is_quarantined(
      String what, OtherVersion version, Map<String, Object> more) throws Exception {
    ValUe ue = stack.ue("ue-foreign");
    TokenRequestBody body = ue.asksToken("SS_SmManagement", "get", Optional.empty());

    String id = publish(ue, version.encode(body, more), body.getRequestId());

    assertQuarantined(what, id, FailureCause.SCHEMA_UNKNOWN);
  }

  @Test
  void an_enum_symbol_that_nobody_knows_is_quarantined() throws Exception {
    ValUe ue = stack.ue("ue-foreign");
    TokenRequestBody body = ue.asksToken("SS_SmManagement", "get", Optional.empty());
    byte[] bytes = WITH_ENUM.encode(body, kind());
    bytes[bytes.length - 1] = 4; // the third of two

    String id = publish(ue, bytes, body.getRequestId());

    assertQuarantined("enum symbol", id, FailureCause.RECORD_UNREADABLE);
  }

  @Test
  void what_we_have_no_field_for_is_read_as_strictly_as_the_rest() throws Exception {
    ValUe ue = stack.ue("ue-foreign");
    TokenRequestBody body = ue.asksToken("SS_SmManagement", "get", Optional.empty());
    Map<String, Object> noText = Map.of("hint", new Utf8(new byte[] {(byte) 0xC0}));

    String id = publish(ue, ADDED.encode(body, noText), body.getRequestId());

    assertQuarantined("no UTF-8", id, FailureCause.RECORD_UNREADABLE);
  }

  private static void assertQuarantined(String what, String id, FailureCause cause)
      throws Exception {
    // The next request of the partition is answered, so that nothing of this one is still to come.
    ValUe next = stack.ue("ue-foreign");
    TokenResponse response =
        stack.kafka().ask(next, next.asksToken("SS_SmManagement", "get", Optional.empty()));
    assertNotNull(response.getToken(), "the next request of the partition");
    AuditRecord audit = traces.onlyAudit(id);
    assertEquals(Outcome.DEAD_LETTER, audit.getOutcome());
    assertEquals(cause.name(), audit.getCause(), what);
    assertNull(audit.getRequestId(), "nobody could read who asks");
    List<DeadLetter> letters = traces.deadLetters(id);
    assertEquals(1, letters.size(), what);
    assertEquals(cause.name(), letters.get(0).getReason());
    assertTrue(letters.get(0).getSize() > 0);
  }

  private static Optional<TokenResponse> reply(String requestId) throws Exception {
    return stack.kafka().await(requestId, TokenResponse.class);
  }

  private static String publish(ValUe ue, byte[] body, String requestId) throws Exception {
    byte[] value = ue.sign(body, requestId, stack.topic(Topic.TOKEN_REQUESTS));
    return traces.publish(Topic.TOKEN_REQUESTS, ue.valUe(), value);
  }
}
