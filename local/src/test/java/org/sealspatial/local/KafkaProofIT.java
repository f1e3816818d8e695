/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.Binding;
import org.sealspatial.jose.ClientAssertion;
import org.sealspatial.jose.Proof;
import org.sealspatial.lm.token.Forge;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.routes.wiring.Wiring;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.SpatialRequest;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/**
 * docs/kafka-proof.md through Kafka: each field of assertion and proof altered, proofs of other
 * requests, and replays, also to a second LM-S that took the partition over from the first.
 */
@WithKafka
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaProofIT {
  private static final String SM = "SS_SmManagement";
  private static final String UE = "ue-1";
  private static final Map<String, String> MAP_ONE =
      Map.of("svc-id", "arcade.example", "map-id", "1");
  private static final Wire WIRE = new Wire();

  private static TestStack stack;
  private static Wiring firstLm;
  private static Wiring secondLm;
  private static Attacker attacker;
  private static ValUe ue;
  private static String token;
  private static String otherToken;
  private static String seen;
  private static final Map<String, String> IDS = new HashMap<>();
  private static Map<String, List<AuditRecord>> audit;

  /** One thing that is otherwise; cause null: it is accepted all the same. */
  private record Alteration(String name, FailureCause cause, Consumer<Letter> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A request on its way, right until somebody changes it: what was signed, and what is sent. */
  private static final class Letter {
    final String topic;
    final String requestId;
    final Draft draft;
    byte[] body;
    String accessToken = token;
    String credential; // in place of the draft's
    boolean without;

    private Letter(String topic, String requestId, byte[] body, Draft draft) {
      this.topic = topic;
      this.requestId = requestId;
      this.body = body;
      this.draft = draft;
    }

    static Letter spatial() {
      String topic = stack.topic(Topic.SPATIAL_REQUESTS);
      SpatialRequestBody body = ue.asksSpatial(SM, "get", MAP_ONE);
      body.setDeadline(body.getDeadline().plusSeconds(300)); // copies come later
      byte[] bytes = WIRE.encode(body);
      var binding = binding(topic, body.getRequestId(), bytes);
      ObjectNode claims = Proof.claims(binding, Optional.of(token), ValUe.newId(), Instant.now());
      Draft draft = Draft.proof(stack.clientForge(), Proof.RECORD_TYP, claims);
      return new Letter(topic, body.getRequestId(), bytes, draft);
    }

    static Letter token() {
      String topic = stack.topic(Topic.TOKEN_REQUESTS);
      TokenRequestBody body = ue.asksToken(SM, "get", Optional.empty());
      byte[] bytes = WIRE.encode(body);
      var binding = binding(topic, body.getRequestId(), bytes);
      ObjectNode claims =
          ClientAssertion.forRecord(
              ue.clientId(), ue.issuer(), binding, ValUe.newId(), Instant.now());
      Draft draft = Draft.assertion(stack.clientForge(), ClientAssertion.RECORD_TYP, claims);
      return new Letter(topic, body.getRequestId(), bytes, draft);
    }

    private static Binding.Record binding(String topic, String id, byte[] body) {
      return new Binding.Record(topic, id, Base64Url.encode(Base64Url.sha256(body)));
    }

    byte[] value() {
      String text = credential == null ? draft.text() : credential;
      return topic.equals(stack.topic(Topic.SPATIAL_REQUESTS))
          ? WIRE.encode(
              new SpatialRequest(ByteBuffer.wrap(body), accessToken, without ? null : text))
          : WIRE.encode(new TokenRequest(ByteBuffer.wrap(body), without ? "" : text, null));
    }

    void plus(String claim, long seconds) {
      draft.claims.put(claim, Instant.now().getEpochSecond() + seconds);
    }
  }

  @BeforeAll
  static void try_everything(KafkaUnderTest kafka) throws Exception {
    stack = TestStack.start(kafka.bootstrap(), "--roles=sim,gateway");
    firstLm = lm("lm-first");
    attacker = new Attacker(stack);
    ue = stack.ue(UE);
    token = issued();
    otherToken = issued();
    Letter good = Letter.spatial();
    seen = good.draft.text();
    good.credential = seen;
    publish(good);
    assertNull(map(good.requestId).getFailure());
    for (Alteration alteration : spatial().toList()) {
      send("spatial " + alteration.name(), Letter.spatial(), alteration);
    }
    for (Alteration alteration : tokens().toList()) {
      send("token " + alteration.name(), Letter.token(), alteration);
    }
    audit = attacker.audit(List.copyOf(IDS.values()));
  }

  private static Wiring lm(String instance) throws Exception {
    Wiring lm = stack.beside(instance, "--roles=lm");
    lm.start();
    await(instance + " is ready").atMost(Duration.ofSeconds(60)).until(lm::ready);
    return lm;
  }

  private static void send(String name, Letter letter, Alteration alteration) throws Exception {
    alteration.change().accept(letter);
    publish(letter);
    IDS.put(name, letter.requestId);
  }

  private static void publish(Letter letter) throws InterruptedException {
    stack.kafka().publish(letter.topic, UE, letter.value());
  }

  private static String issued() throws InterruptedException {
    TokenResponse answer = stack.kafka().ask(ue, ue.asksToken(SM, "get", Optional.empty()));
    assertNotNull(answer.getToken(), "refused: " + answer.getFailure());
    return answer.getToken().getAccessToken();
  }

  private static SpatialResponse map(String requestId) throws InterruptedException {
    return stack.kafka().await(requestId, SpatialResponse.class).orElseThrow();
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack;
        var first = firstLm;
        var second = secondLm) {
      Reconciliation.check(ended);
    }
  }

  private static Alteration refused(FailureCause cause, String name, Consumer<Letter> change) {
    return new Alteration(name, cause, change);
  }

  private static Alteration proof(String name, Consumer<Letter> change) {
    return new Alteration(name, FailureCause.PROOF_INVALID, change);
  }

  static Stream<Alteration> spatial() {
    return Stream.of(
        proof("typ missing", l -> l.draft.header.remove("typ")),
        proof("typ of the HTTP form", l -> l.draft.header.put("typ", Proof.HTTP_TYP)),
        proof("typ of an assertion", l -> l.draft.header.put("typ", ClientAssertion.RECORD_TYP)),
        proof("alg none", l -> l.draft.headerAfterSigning("alg", "none")),
        proof("alg HS256", KafkaProofIT::hs256),
        proof("alg of another key", l -> l.draft.header.put("alg", "PS256")),
        proof("jwk missing", l -> l.draft.header.remove("jwk")),
        proof("jwk of another key", l -> l.draft.header.set("jwk", Draft.jwk(Forge.fresh()))),
        proof(
            "jwk with the private key",
            l ->
                ((ObjectNode) l.draft.header.get("jwk"))
                    .put("d", stack.clientForge().privateNumber())),
        proof("a header parameter off the list", l -> l.draft.header.put("tx_id", 7)),
        proof("a critical extension", l -> l.draft.header.putArray("crit").add("exp")),
        proof("a broken signature", l -> l.draft.compact(Draft::withBrokenSignature)),
        proof("not a compact JWS", l -> l.credential = "proof"),
        proof("iat missing", l -> l.draft.claims.remove("iat")),
        proof("iat as text", l -> l.draft.claims.put("iat", l.draft.claims.get("iat").asText())),
        proof("iat five minutes ago", l -> l.plus("iat", -300)),
        proof("iat in five minutes", l -> l.plus("iat", 300)),
        proof("nbf in five minutes", l -> l.plus("nbf", 300)),
        proof("exp five minutes ago", l -> l.plus("exp", -300)),
        proof("jti missing", l -> l.draft.claims.remove("jti")),
        proof("jti empty", l -> l.draft.claims.put("jti", "")),
        proof("jti twice", l -> l.draft.claimsText(t -> "{\"jti\":\"x\"," + t.substring(1))),
        proof("topic missing", l -> l.draft.claims.remove("topic")),
        proof(
            "topic of the token requests",
            l -> l.draft.claims.put("topic", stack.topic(Topic.TOKEN_REQUESTS))),
        proof("topic without prefix", l -> l.draft.claims.put("topic", "spatial.requests.v1")),
        proof("rid missing", l -> l.draft.claims.remove("rid")),
        proof("rid of another request", l -> l.draft.claims.put("rid", ValUe.newId())),
        proof("digest missing", l -> l.draft.claims.remove("digest")),
        proof("digest of another body", l -> l.draft.claims.put("digest", Base64Url.sha256("x"))),
        proof("ath missing", l -> l.draft.claims.remove("ath")),
        proof("ath of another token", l -> l.draft.claims.put("ath", Base64Url.sha256(otherToken))),
        proof("another token of the same client", l -> l.accessToken = otherToken),
        proof("another payload", l -> l.body = otherMap(l.requestId)),
        proof("the proof of another request", l -> l.credential = seen),
        refused(
            FailureCause.TOKEN_BINDING,
            "another key",
            l -> {
              Forge other = Forge.fresh();
              l.draft.signedBy(other).header.set("jwk", Draft.jwk(other));
            }),
        refused(FailureCause.PROOF_REQUIRED, "no proof", l -> l.without = true),
        refused(null, "a nonce nobody asked for", l -> l.draft.claims.put("nonce", "n")),
        refused(null, "nothing", l -> {}));
  }

  static Stream<Alteration> tokens() {
    FailureCause failed = FailureCause.CLIENT_AUTH_FAILED;
    FailureCause mismatch = FailureCause.ASSERTION_MISMATCH;
    FailureCause expired = FailureCause.ASSERTION_EXPIRED;
    return Stream.of(
        refused(mismatch, "typ missing", l -> l.draft.header.remove("typ")),
        refused(mismatch, "typ of the HTTP form", l -> l.draft.header.put("typ", "JWT")),
        refused(mismatch, "typ of a proof", l -> l.draft.header.put("typ", Proof.RECORD_TYP)),
        refused(failed, "alg none", l -> l.draft.headerAfterSigning("alg", "none")),
        refused(failed, "alg HS256", KafkaProofIT::hs256),
        refused(failed, "kid of nobody", l -> l.draft.header.put("kid", "nobody")),
        refused(
            failed,
            "a key in the header",
            l -> l.draft.header.set("jwk", Draft.jwk(Forge.fresh()))),
        refused(failed, "another key", l -> l.draft.signedBy(Forge.fresh())),
        refused(failed, "a broken signature", l -> l.draft.compact(Draft::withBrokenSignature)),
        refused(failed, "no assertion", l -> l.without = true),
        refused(failed, "iss missing", l -> l.draft.claims.remove("iss")),
        refused(mismatch, "iss of another client", l -> l.draft.claims.put("iss", "other")),
        refused(failed, "sub missing", l -> l.draft.claims.remove("sub")),
        refused(mismatch, "sub of another client", l -> l.draft.claims.put("sub", "other")),
        refused(mismatch, "aud missing", l -> l.draft.claims.remove("aud")),
        refused(mismatch, "aud of another server", l -> l.draft.claims.put("aud", "https://lm")),
        refused(failed, "exp missing", l -> l.draft.claims.remove("exp")),
        refused(expired, "exp five minutes ago", l -> l.plus("exp", -300)),
        refused(expired, "exp in an hour", l -> l.plus("exp", 3_600)),
        refused(expired, "iat in five minutes", l -> l.plus("iat", 300)),
        refused(expired, "nbf in five minutes", l -> l.plus("nbf", 300)),
        refused(failed, "jti missing", l -> l.draft.claims.remove("jti")),
        refused(
            failed, "jti twice", l -> l.draft.claimsText(t -> "{\"jti\":\"x\"," + t.substring(1))),
        refused(failed, "topic missing", l -> l.draft.claims.remove("topic")),
        refused(
            mismatch,
            "topic of the spatial requests",
            l -> l.draft.claims.put("topic", stack.topic(Topic.SPATIAL_REQUESTS))),
        refused(failed, "rid missing", l -> l.draft.claims.remove("rid")),
        refused(mismatch, "rid of another request", l -> l.draft.claims.put("rid", "other")),
        refused(failed, "digest missing", l -> l.draft.claims.remove("digest")),
        refused(
            mismatch,
            "digest of another body",
            l -> l.draft.claims.put("digest", Base64Url.sha256("x"))),
        refused(mismatch, "another payload", l -> l.body = otherService(l.requestId)),
        refused(null, "nothing", l -> {}));
  }

  private static void hs256(Letter letter) {
    ObjectNode header = letter.draft.header.deepCopy().put("alg", "HS256");
    byte[] secret = stack.clientKey().publicHalf().publicKey().getEncoded();
    letter.draft.compact(text -> Forge.hmac(header, letter.draft.claims, secret));
  }

  private static byte[] otherMap(String requestId) {
    var body = ue.asksSpatial(SM, "get", Map.of("svc-id", "arcade.example", "map-id", "2"));
    body.setRequestId(requestId);
    return WIRE.encode(body);
  }

  private static byte[] otherService(String requestId) {
    var body = ue.asksToken("SS_SAnDiscovery", "discover", Optional.empty());
    body.setRequestId(requestId);
    return WIRE.encode(body);
  }

  @Order(1)
  @ParameterizedTest(name = "{0}")
  @MethodSource("spatial")
  void a_spatial_request_with_one_thing_altered_ends_as_the_page_says(Alteration alteration)
      throws Exception {
    String id = IDS.get("spatial " + alteration.name());
    SpatialResponse answer = map(id);
    if (alteration.cause() == null) {
      assertNull(answer.getFailure());
      assertTrue(answer.getContent().contains("fountain"), "the map");
    } else {
      assertEquals(
          alteration.cause().publicCause().name(), answer.getFailure().getCause(), "the reply");
      assertNull(answer.getContent());
    }
    checkAudit(id, alteration.cause());
  }

  @Order(1)
  @ParameterizedTest(name = "{0}")
  @MethodSource("tokens")
  void a_token_request_with_one_thing_altered_ends_as_the_page_says(Alteration alteration)
      throws Exception {
    String id = IDS.get("token " + alteration.name());
    TokenResponse answer = stack.kafka().await(id, TokenResponse.class).orElseThrow();
    if (alteration.cause() == null) {
      assertNotNull(answer.getToken());
    } else {
      assertEquals(
          alteration.cause().publicCause().name(), answer.getFailure().getCause(), "the reply");
      assertNull(answer.getToken());
    }
    checkAudit(id, alteration.cause());
  }

  private static void checkAudit(String id, FailureCause cause) {
    List<AuditRecord> found = audit.get(id);
    assertEquals(1, found.size(), "audit records");
    assertEquals(cause == null ? null : cause.name(), found.get(0).getCause());
    assertEquals(cause == null ? Outcome.GRANTED : Outcome.REFUSED, found.get(0).getOutcome());
  }

  private static void publish(String topic, Integer partition, String key, byte[] value)
      throws Exception {
    try (var producer =
        new KafkaProducer<>(
            stack.clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, partition, key, value)).get();
    }
  }

  /** The causes of all records of this request id, once there are so many. */
  private static List<String> ends(String requestId, int count) {
    return await(count + " audit records of " + requestId)
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                stack.audit().stream()
                    .filter(a -> requestId.equals(a.getRequestId()))
                    .map(a -> a.getOutcome() + " " + a.getCause())
                    .toList(),
            found -> found.size() == count);
  }

  @Order(2)
  @Test
  void a_record_that_is_copied_to_another_partition_key_or_topic_is_refused() throws Exception {
    // Given
    Letter letter = Letter.spatial();
    letter.credential = letter.draft.text();
    publish(letter);
    assertNull(map(letter.requestId).getFailure());
    byte[] copy = letter.value();

    // When
    for (int partition = 0; partition < 4; partition++) {
      publish(letter.topic, partition, UE, copy);
    }
    publish(letter.topic, null, "ue-2", copy);
    publish(letter.topic, 0, null, copy);

    // Then: in its own partition it is the same request, everywhere else it is refused
    List<String> ends = ends(letter.requestId, 7);
    assertEquals(1, ends.stream().filter("GRANTED null"::equals).count(), ends.toString());
    assertEquals(1, ends.stream().filter("DUPLICATE null"::equals).count(), ends.toString());
    assertEquals(5, ends.stream().filter("REFUSED KEY_MISMATCH"::equals).count(), ends.toString());

    // And on the other topics it is no request at all, or not of the shape of that way in
    publish(stack.topic(Topic.TOKEN_REQUESTS), null, UE, copy);
    publish(stack.topic(Topic.HTTP_TOKEN_REQUESTS), null, UE, copy);
    publish(stack.topic(Topic.HTTP_SPATIAL_REQUESTS), null, UE, copy);
    await("each copy has its audit record")
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertEquals(
                    Map.of(
                        stack.topic(Topic.TOKEN_REQUESTS), "DEAD_LETTER SCHEMA_MISMATCH",
                        stack.topic(Topic.HTTP_TOKEN_REQUESTS), "DEAD_LETTER SCHEMA_MISMATCH",
                        stack.topic(Topic.HTTP_SPATIAL_REQUESTS), "DEAD_LETTER REQUEST_MALFORMED"),
                    deadLetters()));
  }

  private static Map<String, String> deadLetters() {
    var letters = new HashMap<String, String>();
    for (AuditRecord record : stack.audit()) {
      if (record.getOutcome() == Outcome.DEAD_LETTER) {
        letters.put(record.getSource().getTopic(), record.getOutcome() + " " + record.getCause());
      }
    }
    return letters;
  }

  @Order(2)
  @Test
  void a_proof_counts_for_one_request_whoever_signs_the_next() throws Exception {
    Letter first = Letter.spatial();
    first.draft.claims.put("jti", "used-once");
    publish(first);
    assertNull(map(first.requestId).getFailure());
    Letter second = Letter.spatial();
    second.draft.claims.put("jti", "used-once");
    publish(second);

    assertEquals("PROOF_REPLAYED", map(second.requestId).getFailure().getCause());
    assertEquals(List.of("REFUSED PROOF_REPLAYED"), ends(second.requestId, 1));
  }

  /** What was used before the first LM-S went is known to the second: from the audit alone. */
  @Order(3)
  @Test
  void a_replay_is_refused_by_the_lm_that_takes_the_partition_over() throws Exception {
    // Given: over Kafka and over HTTP, requests that the first LM-S answered
    Letter direct = Letter.spatial();
    direct.draft.claims.put("jti", "moved");
    direct.plus("iat", 8); // what follows takes a while
    direct.credential = direct.draft.text();
    publish(direct);
    assertNull(map(direct.requestId).getFailure());
    String uri = stack.gatewayUrl() + Attacker.MAPS;
    var http = new Binding.Http("GET", uri);
    ObjectNode claims =
        Proof.claims(http, Optional.of(token), ValUe.newId(), Instant.now().plusSeconds(8));
    String dpop = Draft.proof(stack.clientForge(), Proof.HTTP_TYP, claims).text();
    assertEquals(200, get(dpop, "moved-http").statusCode());
    assertEquals(Set.of("lm/lm-first"), deciders(direct.requestId));

    // When
    secondLm = lm("lm-second");
    firstLm.close();
    firstLm = null;

    // Then
    Letter other = Letter.spatial();
    other.draft.claims.put("jti", "moved");
    publish(other);
    assertEquals("PROOF_REPLAYED", map(other.requestId).getFailure().getCause());
    assertEquals(Set.of("lm/lm-second"), deciders(other.requestId));
    publish(direct);
    assertEquals(List.of("GRANTED null", "DUPLICATE null"), ends(direct.requestId, 2));
    publish(direct.topic, (partitionOf(direct.requestId) + 1) % 4, UE, direct.value());
    assertTrue(ends(direct.requestId, 3).contains("REFUSED KEY_MISMATCH"), "elsewhere");
    assertEquals("401 PROOF_REPLAYED", Attacker.told(answered(() -> get(dpop, "moved-http"))));
    assertEquals("401 PROOF_REPLAYED", Attacker.told(answered(() -> get(dpop, "moved-http-2"))));
    HttpResponse<String> honest =
        answered(() -> get(ue.dpop("GET", uri, Optional.of(token)), "moved-http-3"));
    assertEquals(200, honest.statusCode(), honest.body());
  }

  private static Set<String> deciders(String requestId) {
    ends(requestId, 1);
    return stack.audit().stream()
        .filter(a -> requestId.equals(a.getRequestId()))
        .map(AuditRecord::getInstance)
        .collect(Collectors.toSet());
  }

  private static int partitionOf(String requestId) {
    return stack.audit().stream()
        .filter(a -> requestId.equals(a.getRequestId()))
        .findFirst()
        .orElseThrow()
        .getSource()
        .getPartition();
  }

  private static HttpResponse<String> get(String dpop, String id) throws Exception {
    return attacker
        .send(
            attacker
                .request(Attacker.MAP_ONE)
                .header("Authorization", "DPoP " + token)
                .header("DPoP", dpop)
                .header("Idempotency-Key", id))
        .get();
  }

  /** As a client has to while partitions move: again after 503 and 504. */
  private static HttpResponse<String> answered(Callable<HttpResponse<String>> call) {
    return await("an answer")
        .atMost(Duration.ofSeconds(40))
        .until(call, a -> a.statusCode() != 503 && a.statusCode() != 504);
  }
}
