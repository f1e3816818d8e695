/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
import org.sealspatial.jose.StrictJson;
import org.sealspatial.lm.token.Forge;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.KafkaValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.SpatialRequest;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenInquiryBody;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/**
 * Somebody reads every topic, writes to the direct request topics, reaches the gateway and is a
 * registered client himself, but has no private key of his victim. He tries all that he finds.
 *
 * <p>He gets no token that he can use, nothing of an encrypted answer, and no answer but refusals;
 * only a whole record that he copies to its own place is answered again, to its owner.
 */
@WithKafka
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LogReaderIT {
  private static final String SM = "SS_SmManagement";
  private static final String UE = "ue-sealed";
  private static final Map<String, String> MAP_ONE =
      Map.of("svc-id", DemoWorld.VAL_SERVICE, "map-id", "1");
  private static final Pattern COORDINATE = Pattern.compile("-?\\d+\\.\\d{4,}");
  private static final Wire WIRE = new Wire();

  private static TestStack stack;
  private static Attacker attacker;
  private static ECKey answers;
  private static FurtherClient victim;
  private static FurtherClient thief;
  private static KafkaValUe direct;
  private static ValUe ue;

  /** What each request id must end in, all its records taken together. */
  private static final Map<String, List<String>> EXPECTED = new TreeMap<>();

  private static final List<String> WRONG = new ArrayList<>();
  private static final Set<String> SECRETS = new TreeSet<>();
  private static int deadLetters;

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    stack = TestStack.start(kafka.bootstrap());
    attacker = new Attacker(stack);
    answers = new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.ENCRYPTION).keyID("answers").generate();
    Forge key = Forge.fresh();
    JsonNode enc = StrictJson.read(answers.toPublicJWK().toJSONString()).orElseThrow();
    victim = new FurtherClient("sealed-fleet", key, Draft.jwk(key), enc).register(stack);
    thief = FurtherClient.of("thief-fleet", Forge.fresh()).valUes("thief-*").register(stack);
    direct = new KafkaValUe(stack.clientProperties(), stack.prefix(), victim.id);
    ue = victim.ue(stack, UE);
    ValUe early = victim.ue(stack, "ue-early");
    String token = accessToken(opened(known(early).body()));
    await("LM-S knows the victim")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> stack.http(early).get(Attacker.MAPS, Attacker.MAP_ONE, token).statusCode(),
            status -> status == 200);
    known(thief.ue(stack, "thief-early"));
  }

  private static HttpResponse<String> known(ValUe asking) {
    return await("SIM-S knows " + asking.clientId())
        .atMost(Duration.ofSeconds(30))
        .until(() -> asksOverHttp(asking), answer -> answer.statusCode() == 200);
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack;
        var listening = direct) {
      Reconciliation.check(ended);
    }
  }

  private static HttpResponse<String> asksOverHttp(ValUe asking) throws Exception {
    var client = stack.http(asking);
    return client.token(client.tokenForm(SM, "get", Optional.empty()));
  }

  private static String opened(String jwe) throws Exception {
    assertNotNull(jwe, "an encrypted answer");
    JWEObject object = JWEObject.parse(jwe);
    assertEquals("ECDH-ES", object.getHeader().getAlgorithm().getName());
    assertEquals("A256GCM", object.getHeader().getEncryptionMethod().getName());
    object.decrypt(new ECDHDecrypter(answers));
    return object.getPayload().toString();
  }

  private static String accessToken(String json) {
    return StrictJson.object(json).orElseThrow().get("access_token").textValue();
  }

  private static String issuedOverKafka() throws Exception {
    TokenRequestBody body = ue.asksToken(SM, "get", Optional.empty());
    body.setDeadline(body.getDeadline().plusSeconds(300)); // copies come later
    TokenResponse answer = direct.ask(ue, body);
    assertNull(answer.getToken(), "nothing in clear");
    return accessToken(opened(answer.getEncrypted()));
  }

  private static String issuedOverHttp() throws Exception {
    HttpResponse<String> answer = asksOverHttp(ue);
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals("application/jose", answer.headers().firstValue("Content-Type").orElse("none"));
    return accessToken(opened(answer.body()));
  }

  private static String mapOverKafka(String token) throws Exception {
    SpatialRequestBody body = ue.asksSpatial(SM, "get", MAP_ONE);
    body.setDeadline(body.getDeadline().plusSeconds(300)); // copies come later
    SpatialResponse answer = direct.ask(ue, body, token);
    assertNull(answer.getContent(), "nothing in clear");
    return opened(answer.getEncrypted());
  }

  private static String mapOverHttp(String token) throws Exception {
    HttpResponse<String> answer = stack.http(ue).get(Attacker.MAPS, Attacker.MAP_ONE, token);
    assertEquals(200, answer.statusCode(), answer.body());
    return opened(answer.body());
  }

  /** What tells of a map: its objects by name and their coordinates. */
  private static Set<String> tellTales(String map) {
    var found = new TreeSet<String>();
    StrictJson.object(map).orElseThrow().findValuesAsText("objId").stream()
        .map(id -> '"' + id + '"')
        .forEach(found::add);
    int objects = found.size();
    COORDINATE.matcher(map).results().map(r -> r.group()).forEach(found::add);
    assertTrue(found.contains("\"fountain\"") && found.size() > objects, map);
    return found;
  }

  /** The topics beside those that hold the maps themselves. */
  private static Set<String> elsewhere(EveryTopic all, String text) {
    Set<String> topics = all.topicsWith(text);
    topics.removeAll(Set.of(stack.topic(Topic.SPATIAL_MAPS), stack.topic(Topic.SPATIAL_ANCHORS)));
    return topics;
  }

  private static String signature(String token) {
    return token.substring(token.lastIndexOf('.') + 1);
  }

  @Order(1)
  @Test
  void what_a_client_with_an_encryption_key_is_given_lies_on_no_topic_in_clear() throws Exception {
    // Given: tokens that were issued and not used yet
    List<String> tokens = List.of(issuedOverKafka(), issuedOverHttp());
    EveryTopic issued = EveryTopic.of(stack);
    for (String token : tokens) {
      assertEquals(Set.of(), issued.topicsWith(signature(token)), "an issued token");
      assertEquals(Set.of(), issued.topicsWith(token.split("\\.")[1]), "its claims");
    }

    // When
    SECRETS.addAll(tellTales(mapOverKafka(tokens.get(0))));
    SECRETS.addAll(tellTales(mapOverHttp(tokens.get(1))));

    // Then: the token it shows stands in its request and nowhere else, the map nowhere
    EveryTopic used = EveryTopic.of(stack);
    assertEquals(
        Set.of(stack.topic(Topic.SPATIAL_REQUESTS)), used.topicsWith(signature(tokens.get(0))));
    assertEquals(
        Set.of(stack.topic(Topic.HTTP_SPATIAL_REQUESTS)),
        used.topicsWith(signature(tokens.get(1))));
    checkSecrets(used);
  }

  private static void checkSecrets(EveryTopic all) {
    for (String secret : SECRETS) {
      assertEquals(Set.of(), elsewhere(all, secret), "topics that tell of " + secret);
    }
  }

  /** What he found on the topics of what the victim sent. */
  private record Loot(
      TokenRequest token,
      SpatialRequest spatial,
      TokenRequest httpToken,
      SpatialRequest httpSpatial,
      TokenRequest inquiry,
      TokenRequest httpInquiry,
      List<String> encrypted) {

    static Loot of(EveryTopic all) throws Exception {
      return new Loot(
          last(all, Topic.TOKEN_REQUESTS, TokenRequest.class, Loot::asksToken),
          last(all, Topic.SPATIAL_REQUESTS, SpatialRequest.class, r -> true),
          last(all, Topic.HTTP_TOKEN_REQUESTS, TokenRequest.class, Loot::asksToken),
          last(all, Topic.HTTP_SPATIAL_REQUESTS, SpatialRequest.class, r -> true),
          last(all, Topic.TOKEN_REQUESTS, TokenRequest.class, r -> !asksToken(r)),
          last(all, Topic.HTTP_TOKEN_REQUESTS, TokenRequest.class, r -> !asksToken(r)),
          answersIn(all));
    }

    private static boolean asksToken(TokenRequest request) {
      try {
        WIRE.decode(bytes(request.getBody()), TokenRequestBody.class);
        return true;
      } catch (UnreadableRecord e) {
        return false;
      }
    }

    private static List<String> answersIn(EveryTopic all) throws Exception {
      var found = new ArrayList<String>();
      for (byte[] value : all.values(Topic.replies(stack.prefix(), victim.id))) {
        try {
          found.add(WIRE.decode(value, TokenResponse.class).getEncrypted());
        } catch (UnreadableRecord e) {
          found.add(WIRE.decode(value, SpatialResponse.class).getEncrypted());
        }
      }
      found.removeIf(java.util.Objects::isNull);
      return found;
    }

    private static <T extends org.apache.avro.specific.SpecificRecord> T last(
        EveryTopic all, Topic topic, Class<T> type, java.util.function.Predicate<T> such)
        throws Exception {
      T found = null;
      for (byte[] value : all.values(stack.topic(topic))) {
        T request = WIRE.decode(value, type);
        found = such.test(request) ? request : found;
      }
      assertNotNull(found, "nothing on " + topic);
      return found;
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  @Order(2)
  @Test
  void all_that_he_tries_is_refused_and_audited_once() throws Exception {
    // Given: the victim did everything once, over Kafka and over HTTP
    SECRETS.addAll(tellTales(mapOverKafka(issuedOverKafka())));
    String shown = issuedOverHttp();
    SECRETS.addAll(tellTales(mapOverHttp(shown)));
    inquireOverKafka(shown);
    HttpResponse<String> asked =
        stack.http(ue).inquire("/oauth2/introspect", Map.of("token", shown));
    assertEquals(
        "true", StrictJson.object(opened(asked.body())).orElseThrow().get("active").asText());
    Loot loot = Loot.of(EveryTopic.of(stack));

    // When
    tokensOverHttp(loot);
    copiesOverHttp(loot);
    assertionsOverHttp(loot);
    recordsAsTheyAre(loot);
    partsOfRecords(loot);
    inquiries(loot);

    // Then
    assertEquals(List.of(), WRONG, "answers of the gateway");
    EXPECTED.values().forEach(ends -> ends.sort(null));
    await("each attempt has its audit record")
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () -> assertEquals(EXPECTED, ends(attacker.audit(List.copyOf(EXPECTED.keySet())))));
    assertEquals(deadLetters, letters(), "records that were no requests at all");
    EveryTopic after = EveryTopic.of(stack);
    checkSecrets(after);
    assertEquals(
        requestTopics(),
        after.topicsWith(signature(shown)),
        "a token that was shown stands in requests alone, his own among them");
  }

  private static Set<String> requestTopics() {
    return Set.of(
        stack.topic(Topic.TOKEN_REQUESTS),
        stack.topic(Topic.HTTP_TOKEN_REQUESTS),
        stack.topic(Topic.SPATIAL_REQUESTS),
        stack.topic(Topic.HTTP_SPATIAL_REQUESTS));
  }

  private static Map<String, List<String>> ends(Map<String, List<AuditRecord>> records) {
    var ends = new TreeMap<String, List<String>>();
    EXPECTED
        .keySet()
        .forEach(
            id ->
                ends.put(
                    id,
                    records.get(id).stream()
                        .map(r -> r.getOutcome() + " " + r.getCause())
                        .sorted()
                        .toList()));
    return ends;
  }

  private static long letters() {
    return stack.audit().stream()
        .filter(a -> a.getOutcome() == org.sealspatial.schemas.v1.Outcome.DEAD_LETTER)
        .count();
  }

  private static void expect(String id, String end) {
    EXPECTED.computeIfAbsent(id, i -> new ArrayList<>()).add(end);
  }

  /** The victim's own request of this id has its record too. */
  private static void owned(String id) {
    EXPECTED.computeIfAbsent(id, i -> new ArrayList<>(List.of("GRANTED null")));
  }

  /** Sends a request that must be refused with this exact cause. */
  private static void refused(FailureCause cause, String id, HttpRequest.Builder request)
      throws Exception {
    HttpResponse<String> answer = attacker.send(request.header("Idempotency-Key", id)).get();
    String told = answer.statusCode() + " " + answer.body();
    boolean right =
        answer.statusCode() >= 400
            && answer.statusCode() < 500
            && cause.publicCause().name().equals(Attacker.cause(answer))
            && !told.contains("access_token\"")
            && SECRETS.stream().noneMatch(told::contains);
    if (!right) {
      WRONG.add(id + ": " + told + " for " + cause);
    }
    expect(id, "REFUSED " + cause);
  }

  private static HttpRequest.Builder map(String authorization, String... proofs) {
    HttpRequest.Builder request =
        attacker.request(Attacker.MAP_ONE).header("Authorization", authorization);
    for (String proof : proofs) {
      request.header("DPoP", proof);
    }
    return request;
  }

  /** Tokens that he found: as Bearer, with his own key, with proofs that are not for them. */
  private static void tokensOverHttp(Loot loot) throws Exception {
    int n = 0;
    for (String token :
        List.of(
            loot.spatial().getAccessToken(),
            loot.httpSpatial().getAccessToken(),
            inquiryBody(loot.inquiry()).getToken())) {
      String id = "token-" + n++ + "-";
      refused(FailureCause.TOKEN_BINDING, id + "bearer", map("Bearer " + token));
      refused(FailureCause.PROOF_REQUIRED, id + "bare", map("DPoP " + token));
      String own = thief.ue(stack, "thief-1").dpop("GET", mapsUri(), Optional.of(token));
      refused(FailureCause.TOKEN_BINDING, id + "own-key", map("DPoP " + token, own));
      refused(
          FailureCause.PROOF_INVALID,
          id + "kafka-proof",
          map("DPoP " + token, loot.spatial().getProof()));
      refused(
          FailureCause.PROOF_INVALID,
          id + "token-proof",
          map("DPoP " + token, loot.httpToken().getProof()));
    }
    for (String jwe : loot.encrypted()) {
      refused(FailureCause.TOKEN_MALFORMED, "jwe-" + n++, map("Bearer " + jwe));
    }
  }

  private static String mapsUri() {
    return stack.gatewayUrl() + Attacker.MAPS;
  }

  /**
   * The victim's HTTP requests again, through the gateway: under their own ids and under others.
   */
  private static void copiesOverHttp(Loot loot) throws Exception {
    SpatialRequest seen = loot.httpSpatial();
    SpatialRequestBody body = WIRE.decode(bytes(seen.getBody()), SpatialRequestBody.class);
    assertEquals(mapsUri(), body.getHttp().getUri());
    String authorization = "DPoP " + seen.getAccessToken();
    owned(body.getRequestId());
    refused(FailureCause.PROOF_REPLAYED, body.getRequestId(), map(authorization, seen.getProof()));
    refused(FailureCause.PROOF_REPLAYED, "copied-map", map(authorization, seen.getProof()));
    refused(
        FailureCause.PROOF_INVALID,
        "copied-elsewhere",
        HttpRequest.newBuilder(URI.create(mapsUri() + "/1"))
            .header("Authorization", authorization)
            .header("DPoP", seen.getProof()));

    TokenRequest asked = loot.httpToken();
    TokenRequestBody tokenBody = WIRE.decode(bytes(asked.getBody()), TokenRequestBody.class);
    owned(tokenBody.getRequestId());
    refused(
        FailureCause.ASSERTION_REPLAYED,
        tokenBody.getRequestId(),
        tokenForm(asked.getClientAssertion(), asked.getProof()));
    refused(
        FailureCause.ASSERTION_REPLAYED,
        "copied-token",
        tokenForm(asked.getClientAssertion(), asked.getProof()));
  }

  private static HttpRequest.Builder tokenForm(String assertion, String dpop) {
    var form = new LinkedHashMap<>(stack.http(ue).tokenForm(SM, "get", Optional.empty()));
    form.put("client_assertion", assertion);
    return attacker.form("/oauth2/token", form).header("DPoP", dpop);
  }

  private static HttpRequest.Builder inquiry(String path, String assertion, String token) {
    return attacker.form(
        path,
        Map.of(
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion",
            assertion,
            "token",
            token));
  }

  /** Assertions that he found, for a token bound to his own key and for what they were not for. */
  private static void assertionsOverHttp(Loot loot) throws Exception {
    ValUe his = thief.ue(stack, "thief-1");
    String token = loot.httpSpatial().getAccessToken();
    int n = 0;
    for (String assertion :
        List.of(loot.httpToken().getClientAssertion(), loot.httpInquiry().getClientAssertion())) {
      String id = "assertion-" + n++ + "-";
      String dpop = his.dpop("POST", stack.gatewayUrl() + "/oauth2/token", Optional.empty());
      refused(FailureCause.ASSERTION_REPLAYED, id + "own-key", tokenForm(assertion, dpop));
      for (String path : List.of("revoke", "introspect")) {
        refused(
            FailureCause.ASSERTION_REPLAYED,
            id + path,
            inquiry("/oauth2/" + path, assertion, token));
      }
    }
    TokenInquiryBody body = inquiryBody(loot.httpInquiry());
    owned(body.getRequestId());
    refused(
        FailureCause.ASSERTION_REPLAYED,
        body.getRequestId(),
        inquiry("/oauth2/introspect", loot.httpInquiry().getClientAssertion(), body.getToken()));
    String ofRecord = loot.token().getClientAssertion();
    String dpop = his.dpop("POST", stack.gatewayUrl() + "/oauth2/token", Optional.empty());
    refused(FailureCause.ASSERTION_MISMATCH, "record-assertion", tokenForm(ofRecord, dpop));
    refused(
        FailureCause.ASSERTION_MISMATCH,
        "record-assertion-revoke",
        inquiry("/oauth2/revoke", ofRecord, token));
  }

  private static void publish(Topic topic, Integer partition, String key, byte[] value)
      throws Exception {
    try (var producer =
        new KafkaProducer<>(
            stack.clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(stack.topic(topic), partition, key, value)).get();
    }
  }

  /** Whole records again: in their place, under another key, elsewhere, on the other topic. */
  private static void recordsAsTheyAre(Loot loot) throws Exception {
    String tokenId =
        WIRE.decode(bytes(loot.token().getBody()), TokenRequestBody.class).getRequestId();
    String inquiryId = inquiryBody(loot.inquiry()).getRequestId();
    String mapId =
        WIRE.decode(bytes(loot.spatial().getBody()), SpatialRequestBody.class).getRequestId();
    copies(Topic.TOKEN_REQUESTS, tokenId, WIRE.encode(loot.token()));
    copies(Topic.TOKEN_REQUESTS, inquiryId, WIRE.encode(loot.inquiry()));
    copies(Topic.SPATIAL_REQUESTS, mapId, WIRE.encode(loot.spatial()));

    publish(Topic.SPATIAL_REQUESTS, null, UE, WIRE.encode(loot.token()));
    publish(Topic.TOKEN_REQUESTS, null, UE, WIRE.encode(loot.spatial()));
    deadLetters += 2;

    // What came over HTTP has another shape than the direct topics take.
    publish(Topic.TOKEN_REQUESTS, null, UE, WIRE.encode(loot.httpToken()));
    publish(Topic.SPATIAL_REQUESTS, null, UE, WIRE.encode(loot.httpSpatial()));
    publish(Topic.TOKEN_REQUESTS, null, UE, WIRE.encode(loot.httpInquiry()));
    for (String id :
        List.of(
            WIRE.decode(bytes(loot.httpToken().getBody()), TokenRequestBody.class).getRequestId(),
            WIRE.decode(bytes(loot.httpSpatial().getBody()), SpatialRequestBody.class)
                .getRequestId(),
            inquiryBody(loot.httpInquiry()).getRequestId())) {
      owned(id);
      expect(id, "REFUSED REQUEST_MALFORMED");
    }
  }

  private static void copies(Topic topic, String id, byte[] value) throws Exception {
    owned(id);
    for (int partition = 0; partition < 4; partition++) {
      publish(topic, partition, UE, value);
    }
    publish(topic, null, "thief-1", value);
    expect(id, "DUPLICATE null"); // in its own place: to its owner, encrypted
    for (int n = 0; n < 4; n++) {
      expect(id, "REFUSED KEY_MISMATCH");
    }
  }

  /** Credentials that he found around bodies of his own. */
  private static void partsOfRecords(Loot loot) throws Exception {
    ValUe his = thief.ue(stack, "thief-1");
    ValUe inHerName = new ValUe(victim.id, UE, DemoWorld.VAL_SERVICE, ue.issuer(), thief.key.key());
    String token = loot.spatial().getAccessToken();
    String topic = stack.topic(Topic.SPATIAL_REQUESTS);

    var body = ue.asksSpatial(SM, "get", MAP_ONE);
    spatial(FailureCause.PROOF_INVALID, body, token, loot.spatial().getProof());
    body = ue.asksSpatial(SM, "get", MAP_ONE);
    spatial(FailureCause.PROOF_INVALID, body, token, loot.httpSpatial().getProof());
    body = ue.asksSpatial(SM, "get", MAP_ONE);
    spatial(FailureCause.PROOF_REQUIRED, body, token, null);
    body = inHerName.asksSpatial(SM, "get", MAP_ONE);
    byte[] own = inHerName.sign(body, topic, token);
    spatial(
        FailureCause.TOKEN_BINDING, body, token, WIRE.decode(own, SpatialRequest.class).getProof());

    // The answer to his own topic, or to another partition.
    body = his.asksSpatial(SM, "get", MAP_ONE);
    own = his.sign(body, topic, token);
    spatial(
        FailureCause.REQUESTOR_MISMATCH,
        body,
        token,
        WIRE.decode(own, SpatialRequest.class).getProof());
    body = ue.asksSpatial(SM, "get", MAP_ONE);
    body.setReplyPartition(0);
    spatial(FailureCause.REQUEST_MALFORMED, body, token, loot.spatial().getProof());

    String assertion = loot.token().getClientAssertion();
    token(FailureCause.ASSERTION_MISMATCH, ue.asksToken(SM, "get", Optional.empty()), assertion);
    token(
        FailureCause.ASSERTION_MISMATCH,
        ue.asksToken(SM, "get", Optional.empty()),
        loot.httpToken().getClientAssertion());
    token(FailureCause.CLIENT_AUTH_FAILED, his.asksToken(SM, "get", Optional.empty()), assertion);
    TokenRequestBody forged = inHerName.asksToken(SM, "get", Optional.empty());
    byte[] signed = inHerName.sign(forged, stack.topic(Topic.TOKEN_REQUESTS));
    token(
        FailureCause.CLIENT_AUTH_FAILED,
        forged,
        WIRE.decode(signed, TokenRequest.class).getClientAssertion());
  }

  private static void spatial(
      FailureCause cause, SpatialRequestBody body, String token, String proof) throws Exception {
    var request = new SpatialRequest(ByteBuffer.wrap(WIRE.encode(body)), token, proof);
    publish(Topic.SPATIAL_REQUESTS, null, UE, WIRE.encode(request));
    expect(body.getRequestId(), "REFUSED " + cause);
  }

  private static void token(FailureCause cause, TokenRequestBody body, String assertion)
      throws Exception {
    var request = new TokenRequest(ByteBuffer.wrap(WIRE.encode(body)), assertion, null);
    publish(Topic.TOKEN_REQUESTS, null, UE, WIRE.encode(request));
    expect(body.getRequestId(), "REFUSED " + cause);
  }

  /** Revocation and introspection of the victim's token. */
  private static void inquiries(Loot loot) throws Exception {
    String token = loot.httpSpatial().getAccessToken();
    for (String operation : List.of("revoke", "introspect")) {
      TokenInquiryBody body = inquiryBody(ue, operation, token);
      var copied =
          new TokenRequest(
              ByteBuffer.wrap(WIRE.encode(body)), loot.inquiry().getClientAssertion(), null);
      publish(Topic.TOKEN_REQUESTS, null, UE, WIRE.encode(copied));
      expect(body.getRequestId(), "REFUSED ASSERTION_MISMATCH");
    }

    // As the client that he is himself: what he may ask tells him nothing, what he asks for is not.
    ValUe his = thief.ue(stack, "thief-1");
    refused(
        FailureCause.TOKEN_NOT_YOURS,
        "his-revoke",
        inquiry("/oauth2/revoke", his.assertion(), token));
    HttpResponse<String> told =
        attacker
            .send(
                inquiry("/oauth2/introspect", his.assertion(), token)
                    .header("Idempotency-Key", "his-introspect"))
            .get();
    assertEquals("{\"active\":false}", told.body());
    expect("his-introspect", "GRANTED null");
    assertTrue(mapOverHttp(token).contains("fountain"), "the victim's token stays good");
  }

  private static TokenInquiryBody inquiryBody(TokenRequest request) throws Exception {
    return WIRE.decode(bytes(request.getBody()), TokenInquiryBody.class);
  }

  private static TokenInquiryBody inquiryBody(ValUe asking, String operation, String token) {
    Instant deadline = Instant.now().plusSeconds(300).truncatedTo(ChronoUnit.MILLIS);
    return new TokenInquiryBody(
        ValUe.newId(),
        asking.clientId(),
        asking.valUe(),
        operation,
        token,
        deadline,
        null,
        null,
        null);
  }

  private static void inquireOverKafka(String token) throws Exception {
    String topic = stack.topic(Topic.TOKEN_REQUESTS);
    TokenInquiryBody body = inquiryBody(ue, "introspect", token);
    direct.publish(topic, UE, ue.sign(WIRE.encode(body), body.getRequestId(), topic));
    TokenResponse answer = direct.await(body.getRequestId(), TokenResponse.class).orElseThrow();
    assertNull(answer.getStatus(), "nothing in clear");
    assertTrue(opened(answer.getEncrypted()).contains("\"active\":true"));
  }

  @Order(3)
  @Test
  void without_an_encryption_key_a_bound_token_is_on_the_log_and_still_no_use_to_him()
      throws Exception {
    ValUe plain = stack.ue("ue-plain");
    TokenResponse answer = stack.kafka().ask(plain, plain.asksToken(SM, "get", Optional.empty()));
    String token = answer.getToken().getAccessToken();
    SpatialResponse map = stack.kafka().ask(plain, plain.asksSpatial(SM, "get", MAP_ONE), token);

    EveryTopic all = EveryTopic.of(stack);
    String replies = Topic.replies(stack.prefix(), DemoWorld.REQUESTOR);
    assertTrue(all.topicsWith(signature(token)).contains(replies), "the token in clear");
    assertTrue(map.getContent().contains("\"fountain\""));
    assertEquals(Set.of(replies), elsewhere(all, "\"fountain\""), "the map in clear");
    refused(FailureCause.TOKEN_BINDING, "plain-bearer", map("Bearer " + token));
    String own = thief.ue(stack, "thief-1").dpop("GET", mapsUri(), Optional.of(token));
    refused(FailureCause.TOKEN_BINDING, "plain-own-key", map("DPoP " + token, own));
    assertEquals(List.of(), WRONG);
  }

  /** Why proof is required unless the operator says otherwise. */
  @Order(4)
  @Test
  void an_unbound_token_is_good_for_whoever_reads_it() throws Exception {
    var loose = FurtherClient.of("loose-fleet", Forge.fresh()).proof("optional").register(stack);
    ValUe bearer = loose.ue(stack, "ue-loose");
    HttpResponse<String> granted = attacker.unboundOnceKnown(bearer);
    String token = accessToken(granted.body());
    assertFalse(EveryTopic.of(stack).topicsWith(signature(token)).isEmpty(), "it is on the log");
    attacker.awaitGoodAsBearer(token);
  }
}
