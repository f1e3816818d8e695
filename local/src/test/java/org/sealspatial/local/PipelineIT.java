/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.DeadLetter;
import org.sealspatial.schemas.v1.HttpContext;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.SpatialRequest;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TableRecord;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/**
 * Both figures over Kafka on real parts: what is answered, what is refused, what is left behind.
 */
@WithKafka
@Tag("concurrent")
class PipelineIT {
  private static final Wire WIRE = new Wire();
  private static final String SM = "SS_SmManagement";
  private static final Map<String, String> MAP_ONE =
      Map.of("svc-id", "arcade.example", "map-id", "1");

  private static TestStack stack;

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    stack = TestStack.start(kafka.bootstrap());
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack) {
      Reconciliation.check(ended);
    }
  }

  private static TokenResponse ask(ValUe ue) throws InterruptedException {
    return stack.kafka().ask(ue, ue.asksToken(SM, "get", Optional.empty()));
  }

  private static String token(ValUe ue) throws InterruptedException {
    TokenResponse response = ask(ue);
    assertNotNull(response.getToken(), "refused: " + response.getFailure());
    return response.getToken().getAccessToken();
  }

  private static AccessToken claims(TokenResponse response) throws Exception {
    return AccessToken.fromJson(CompactJws.parse(response.getToken().getAccessToken()).claims());
  }

  private static AuditRecord audit(String requestId) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                stack.audit().stream()
                    .filter(record -> requestId.equals(record.getRequestId()))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  @Test
  void a_token_and_then_the_map_clipped_to_the_grant() throws Exception {
    ValUe ue = stack.ue("ue-1");
    String token = token(ue);

    SpatialResponse map = stack.kafka().ask(ue, ue.asksSpatial(SM, "get", MAP_ONE), token);

    assertNull(map.getFailure());
    assertTrue(map.getContent().contains("fountain"), "an object of a granted layer");
    assertFalse(map.getContent().contains("vault"), "an object of a layer that is not granted");
    assertTrue(map.getWithheld(), "the answer says that something was withheld");
  }

  @Test
  void the_audit_tells_who_what_why_and_on_which_state_and_never_the_token() throws Exception {
    ValUe ue = stack.ue("ue-audit");
    TokenRequestBody body = ue.asksToken(SM, "get", Optional.empty());
    TokenResponse response = stack.kafka().ask(ue, body);

    AuditRecord audit = audit(body.getRequestId());

    assertEquals(Outcome.GRANTED, audit.getOutcome());
    assertEquals("headset-fleet", audit.getClientId());
    assertEquals("plaza/visitors", audit.getRule());
    assertEquals(claims(response).jti(), audit.getJti());
    assertEquals(1, audit.getPolicyVersion());
    assertTrue(
        audit.getState().keySet().stream().anyMatch(t -> t.endsWith("policies.v1")),
        "state names the tables: " + audit.getState());
    assertFalse(audit.toString().contains("ue-audit"), "the VAL UE stands as a pseudonym only");
    assertFalse(
        audit.toString().contains(response.getToken().getAccessToken()), "no token in the audit");
  }

  @Test
  void the_same_record_twice_makes_one_token_and_a_duplicate() throws Exception {
    ValUe ue = stack.ue("ue-twice");
    TokenRequestBody body = ue.asksToken(SM, "get", Optional.empty());
    String topic = stack.topic(Topic.TOKEN_REQUESTS);
    byte[] record = ue.sign(body, topic);

    stack.kafka().publish(topic, "ue-twice", record);
    TokenResponse first =
        stack.kafka().await(body.getRequestId(), TokenResponse.class).orElseThrow();
    stack.kafka().publish(topic, "ue-twice", record);
    TokenResponse second =
        stack.kafka().await(body.getRequestId(), TokenResponse.class).orElseThrow();

    assertEquals(claims(first).jti(), claims(second).jti());
    assertEquals(claims(first).expiresAt(), claims(second).expiresAt());
    long duplicates =
        stack.audit().stream()
            .filter(a -> body.getRequestId().equals(a.getRequestId()))
            .filter(a -> a.getOutcome() == Outcome.DUPLICATE)
            .count();
    assertEquals(1, duplicates, "one of the two is audited as a duplicate");
  }

  @Test
  void the_same_record_several_times_at_once_makes_one_token_and_duplicates() throws Exception {
    ValUe ue = stack.ue("ue-burst");
    TokenRequestBody body = ue.asksToken(SM, "get", Optional.empty());
    String topic = stack.topic(Topic.TOKEN_REQUESTS);
    byte[] record = ue.sign(body, topic);

    for (int copy = 0; copy < 5; copy++) {
      stack.kafka().publish(topic, "ue-burst", record);
    }

    List<AuditRecord> audit =
        await("each of the copies has its audit record")
            .atMost(Duration.ofSeconds(20))
            .until(
                () ->
                    stack.audit().stream()
                        .filter(a -> body.getRequestId().equals(a.getRequestId()))
                        .toList(),
                found -> found.size() == 5);
    assertEquals(
        1, audit.stream().filter(a -> a.getOutcome() == Outcome.GRANTED).count(), "one is granted");
    assertEquals(
        4, audit.stream().filter(a -> a.getOutcome() == Outcome.DUPLICATE).count(), "the others");
    assertEquals(1, audit.stream().map(AuditRecord::getJti).distinct().count(), "one token");
  }

  @Test
  void a_request_id_that_is_taken_is_refused() throws Exception {
    ValUe ue = stack.ue("ue-reuse");
    TokenRequestBody body = ue.asksToken(SM, "get", Optional.empty());
    stack.kafka().ask(ue, body);
    TokenRequestBody other = ue.asksToken("SS_SAnDiscovery", "discover", Optional.empty());
    other.setRequestId(body.getRequestId());

    assertEquals("REQUEST_ID_REUSED", stack.kafka().ask(ue, other).getFailure().getCause());
  }

  static Stream<Arguments> unreadable() {
    byte[] good = WIRE.encode(new TokenRequest(ByteBuffer.allocate(0), "a", null));
    byte[] trailing = java.util.Arrays.copyOf(good, good.length + 3);
    byte[] unknown = good.clone();
    unknown[5] ^= 0x55;
    return Stream.of(
        Arguments.of("null value", null, FailureCause.RECORD_UNREADABLE),
        Arguments.of("empty value", new byte[0], FailureCause.RECORD_UNREADABLE),
        Arguments.of(
            "junk", "{\"a\":1}".getBytes(StandardCharsets.UTF_8), FailureCause.RECORD_UNREADABLE),
        Arguments.of("trailing bytes", trailing, FailureCause.RECORD_UNREADABLE),
        Arguments.of("unknown schema", unknown, FailureCause.SCHEMA_UNKNOWN),
        Arguments.of(
            "another record type", WIRE.encode(new TableRecord("x")), FailureCause.SCHEMA_MISMATCH),
        Arguments.of("a body that is no body", good, FailureCause.RECORD_UNREADABLE));
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("unreadable")
  void a_record_nobody_can_read_ends_in_the_dead_letters_and_the_next_is_answered(
      String what, byte[] value, FailureCause reason) throws Exception {
    int before = deadLetters().size();
    stack.kafka().publish(stack.topic(Topic.TOKEN_REQUESTS), "ue-next", value);
    stack.kafka().publish(stack.topic(Topic.SPATIAL_REQUESTS), "ue-next", value);

    assertNotNull(ask(stack.ue("ue-next")).getToken(), "the next request of the partition");
    List<DeadLetter> letters =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(PipelineIT::deadLetters, found -> found.size() == before + 2);
    assertTrue(
        letters.stream().skip(before).anyMatch(l -> l.getReason().equals(reason.name())),
        what + " is parked as " + reason + ", found " + letters);
    assertTrue(letters.stream().allMatch(l -> l.getJwe() == null), "no key, no bytes");
  }

  private static List<DeadLetter> deadLetters() {
    return Reconciliation.records(stack, stack.topic(Topic.DEAD_LETTERS)).stream()
        .sorted(java.util.Comparator.comparing(r -> r.timestamp()))
        .map(
            record -> {
              try {
                return WIRE.decode(record.value(), DeadLetter.class);
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }

  @Test
  void an_unknown_client_has_nobody_to_reply_to_and_ends_in_the_dead_letters() throws Exception {
    ValUe stranger =
        new ValUe("stranger", "ue-x", "arcade.example", stack.ue("x").issuer(), stack.clientKey());
    TokenRequestBody body = stranger.asksToken(SM, "get", Optional.empty());
    String topic = stack.topic(Topic.TOKEN_REQUESTS);
    stack.kafka().publish(topic, "ue-x", stranger.sign(body, topic));

    AuditRecord audit = audit(body.getRequestId());
    assertEquals(Outcome.DEAD_LETTER, audit.getOutcome());
    assertEquals("UNKNOWN_CLIENT", audit.getCause());
    assertFalse(audit.getAuthenticated());
  }

  @Test
  void who_reads_everything_and_writes_to_the_direct_topics_gains_nothing() throws Exception {
    // Given: a thief who has read a token request, its token, and a spatial request
    ValUe ue = stack.ue("ue-victim");
    String tokenTopic = stack.topic(Topic.TOKEN_REQUESTS);
    String spatialTopic = stack.topic(Topic.SPATIAL_REQUESTS);
    String token = token(ue);
    var asked = ue.asksSpatial(SM, "get", MAP_ONE);
    byte[] seen = ue.sign(asked, spatialTopic, token);
    stack.kafka().publish(spatialTopic, "ue-victim", seen);
    stack.kafka().await(asked.getRequestId(), SpatialResponse.class).orElseThrow();
    ValUe thief = stack.ue("ue-victim", SigningKey.generate(Algorithm.ES256, TestStack.CRYPTO));

    // When: the thief uses the token with a key of its own
    SpatialResponse stolen = stack.kafka().ask(thief, thief.asksSpatial(SM, "get", MAP_ONE), token);
    // and puts the seen token and proof before another question
    SpatialRequest outer = WIRE.decode(seen, SpatialRequest.class);
    var other = ue.asksSpatial(SM, "get", Map.of("svc-id", "arcade.example", "map-id", "2"));
    byte[] spliced =
        WIRE.encode(
            new SpatialRequest(
                ByteBuffer.wrap(WIRE.encode(other)), outer.getAccessToken(), outer.getProof()));
    stack.kafka().publish(spatialTopic, "ue-victim", spliced);
    SpatialResponse cut =
        stack.kafka().await(other.getRequestId(), SpatialResponse.class).orElseThrow();
    // and asks for a token with an own key in the client's name
    TokenResponse forged = ask(thief);
    // and sends the seen request under another key, so that another partition's owner gets it
    stack.kafka().publish(spatialTopic, "ue-elsewhere", seen);
    SpatialResponse moved =
        stack.kafka().await(asked.getRequestId(), SpatialResponse.class).orElseThrow();

    // Then
    assertEquals("TOKEN_BINDING", stolen.getFailure().getCause());
    assertEquals("PROOF_INVALID", cut.getFailure().getCause());
    assertEquals("CLIENT_AUTH_FAILED", forged.getFailure().getCause());
    assertEquals("KEY_MISMATCH", moved.getFailure().getCause());
    assertTrue(tokenTopic.endsWith("token.requests.v1"));
  }

  @Test
  void the_http_shape_is_refused_on_the_direct_topic() throws Exception {
    ValUe ue = stack.ue("ue-shape");
    TokenRequestBody body = ue.asksToken(SM, "get", Optional.empty());
    body.setHttp(new HttpContext("POST", stack.gatewayUrl() + "/oauth2/token", null, null));
    body.setReplyPartition(0);

    assertEquals("REQUEST_MALFORMED", stack.kafka().ask(ue, body).getFailure().getCause());
  }

  @Test
  void a_request_nobody_waits_for_gets_no_token() throws Exception {
    ValUe ue = stack.ue("ue-late");
    TokenRequestBody body = ue.asksToken(SM, "get", Optional.empty());
    body.setDeadline(
        Instant.now().minusSeconds(1).truncatedTo(java.time.temporal.ChronoUnit.MILLIS));

    TokenResponse response = stack.kafka().ask(ue, body);

    assertNull(response.getToken());
    assertEquals("REQUEST_EXPIRED", response.getFailure().getCause());
  }

  @Test
  void not_found_and_not_yours_look_the_same_and_the_audit_tells_them_apart() throws Exception {
    ValUe ue = stack.ue("ue-curious");
    String token = token(ue);
    var unknown = ue.asksSpatial(SM, "get", Map.of("svc-id", "arcade.example", "map-id", "77"));

    SpatialResponse answer = stack.kafka().ask(ue, unknown, token);

    assertEquals("MAP_NOT_FOUND", answer.getFailure().getCause());
    assertEquals(FailureCause.MAP_NOT_FOUND.meaning(), answer.getFailure().getDetail());
  }

  private static TokenResponse publish(
      ValUe ue, TokenRequestBody body, String key, Long timestamp, int headers) throws Exception {
    String topic = stack.topic(Topic.TOKEN_REQUESTS);
    var record = new ProducerRecord<>(topic, null, timestamp, key, ue.sign(body, topic));
    for (int i = 0; i < headers; i++) {
      record.headers().add("h" + i % 7, i % 3 == 0 ? null : new byte[] {(byte) 0xFF, (byte) i});
    }
    for (String name :
        List.of("kafka.OVERRIDE_TOPIC", "CamelKafkaOverrideTopic", "kafka.KEY", "CamelHttpUri")) {
      record.headers().add(name, "elsewhere".getBytes(StandardCharsets.UTF_8));
    }
    record.headers().add("seal-reply-to", "elsewhere".getBytes(StandardCharsets.UTF_8));
    try (var producer =
        new KafkaProducer<>(
            stack.clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(record).get();
    }
    return stack.kafka().await(body.getRequestId(), TokenResponse.class).orElseThrow();
  }

  @Test
  void record_headers_have_no_effect_whatever_they_say() throws Exception {
    ValUe ue = stack.ue("ue-headers");
    TokenResponse response =
        publish(ue, ue.asksToken(SM, "get", Optional.empty()), "ue-headers", null, 1_000);
    assertNotNull(response.getToken(), "answered on the registered reply topic");
  }

  @Test
  void the_brokers_append_time_counts_and_not_what_a_producer_says() throws Exception {
    ValUe ue = stack.ue("ue-clock");
    TokenResponse response =
        publish(ue, ue.asksToken(SM, "get", Optional.empty()), "ue-clock", 0L, 0);
    assertNotNull(response.getToken(), "a record of 1970 is a request of now");
  }

  @Test
  void a_record_without_a_key_or_under_another_ones_is_refused() throws Exception {
    ValUe ue = stack.ue("ue-key");
    TokenResponse none = publish(ue, ue.asksToken(SM, "get", Optional.empty()), null, null, 0);
    TokenResponse other = publish(ue, ue.asksToken(SM, "get", Optional.empty()), "ue-x", null, 0);
    assertEquals("KEY_MISMATCH", none.getFailure().getCause());
    assertEquals("KEY_MISMATCH", other.getFailure().getCause());
  }
}
