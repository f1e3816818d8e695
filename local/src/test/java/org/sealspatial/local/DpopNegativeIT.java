/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.Binding;
import org.sealspatial.jose.Proof;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.lm.token.Forge;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.KafkaValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.SpatialRequest;
import org.sealspatial.schemas.v1.SpatialResponse;

/**
 * RFC 9449 section 4.3 through gateway, Kafka, SIM-S and LM-S: the blocks of the OpenID module
 * fapi2-security-profile-final-dpop-negative-tests in their order, at a resource and, where they
 * have a meaning there, at the token endpoint; then what that module does not try.
 */
@WithKafka
class DpopNegativeIT {
  private static final String TOKEN_PATH = "/oauth2/token";
  private static final Wire WIRE = new Wire();
  private static final RsaPair RSA = RsaPair.fresh();

  private static TestStack stack;
  private static Attacker attacker;
  private static Forge key;
  private static String token;
  private static String otherToken;
  private static final Map<String, Tried> AT_RESOURCE = new LinkedHashMap<>();
  private static final Map<String, Tried> AT_TOKEN_ENDPOINT = new LinkedHashMap<>();
  private static Map<String, List<AuditRecord>> audit;

  /** What was tried, what became of it, and under which request id. */
  private record Tried(Block block, String id, HttpResponse<String> answer) {}

  /** Where a request goes. */
  private enum Place {
    RESOURCE,
    TOKEN_ENDPOINT
  }

  /**
   * One thing that is otherwise than in a good request.
   *
   * @param change makes it so
   * @param atResource cause of the refusal; null: it is accepted
   * @param atTokenEndpoint the same there
   * @param places where it is tried
   */
  private record Block(
      String name,
      Consumer<Sending> change,
      FailureCause atResource,
      FailureCause atTokenEndpoint,
      List<Place> places) {

    FailureCause cause(Place place) {
      return place == Place.RESOURCE ? atResource : atTokenEndpoint;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A request with its proof, right until a block changes it. */
  private static final class Sending {
    final Place place;
    final String uri;
    final Draft proof;
    String name = "DPoP";
    String scheme = "DPoP";
    String token = DpopNegativeIT.token;
    UnaryOperator<List<String>> sent = proofs -> proofs;
    boolean beforeKafka;

    Sending(Place place) {
      this.place = place;
      this.uri = stack.gatewayUrl() + (place == Place.RESOURCE ? Attacker.MAPS : TOKEN_PATH);
      this.proof = Draft.proof(key, Proof.HTTP_TYP, goodClaims(place, uri));
    }

    /** The same request, with a proof that was right by itself. */
    String another() {
      return Draft.proof(key, Proof.HTTP_TYP, goodClaims(place, uri)).text();
    }

    void iat(long seconds) {
      proof.claims.put("iat", Instant.now().getEpochSecond() + seconds);
    }
  }

  private static ObjectNode goodClaims(Place place, String uri) {
    return place == Place.RESOURCE
        ? claims("GET", uri, Optional.of(token))
        : claims("POST", uri, Optional.empty());
  }

  private static ObjectNode claims(String method, String uri, Optional<String> accessToken) {
    var http = new Binding.Http(method, uri);
    return Proof.claims(http, accessToken, ValUe.newId(), Instant.now());
  }

  private static Block accepted(String name, Consumer<Sending> change) {
    return new Block(name, change, null, null, List.of(Place.values()));
  }

  private static Block invalid(String name, Consumer<Sending> change) {
    FailureCause cause = FailureCause.PROOF_INVALID;
    return new Block(name, change, cause, cause, List.of(Place.values()));
  }

  private static Block refused(String name, FailureCause cause, Consumer<Sending> change) {
    return new Block(name, change, cause, cause, List.of(Place.values()));
  }

  private static Block onlyAtResource(String name, FailureCause cause, Consumer<Sending> change) {
    return new Block(name, change, cause, cause, List.of(Place.RESOURCE));
  }

  /** The module's blocks, in its order and under its names. */
  private static List<Block> module() {
    return List.of(
        accepted("all upper case header", s -> s.name = "DPOP"),
        invalid("more than one DPoP in the header", DpopNegativeIT::twoHeaders),
        invalid("not well-formed JWT", s -> s.proof.compact(DpopNegativeIT::withoutSignature)),
        invalid("'typ' is missing in header", s -> s.proof.header.remove("typ")),
        invalid("'alg' is missing", s -> s.proof.header.set("alg2", s.proof.header.remove("alg"))),
        invalid("'jwk' is missing", s -> s.proof.header.remove("jwk")),
        invalid("'jti' is missing", s -> s.proof.claims.remove("jti")),
        invalid("'htm' is missing", s -> s.proof.claims.remove("htm")),
        invalid("'htu' is missing", s -> s.proof.claims.remove("htu")),
        invalid("'iat' is missing", s -> s.proof.claims.remove("iat")),
        onlyAtResource(
            "'ath' is missing", FailureCause.PROOF_INVALID, s -> s.proof.claims.remove("ath")),
        invalid("invalid 'typ' in header", s -> s.proof.header.put("typ", "dpop+jwt+not")),
        invalid("signed using RS256", DpopNegativeIT::rs256),
        invalid("none alg", DpopNegativeIT::none),
        invalid("invalid signature", s -> s.proof.compact(Draft::withBrokenSignature)),
        invalid("jwk header contains the private key", DpopNegativeIT::privateKey),
        invalid("incorrect 'htm'", s -> s.proof.claims.put("htm", "PUT")),
        accepted("'htu' has a query and a fragment", s -> htu(s, s.uri + "?all=doors#cheery")),
        accepted("'htu' does not contain the query", s -> htu(s, s.uri)),
        invalid("'htu' is a different url", s -> htu(s, s.uri + "again")),
        invalid("'iat' is one hour in the future", s -> s.iat(3_600)),
        invalid("'iat' is one hour in the past", s -> s.iat(-3_600)),
        accepted("first use of a jti", s -> s.proof.claims.put("jti", "once")),
        refused(
            "second use of the same jti",
            FailureCause.PROOF_REPLAYED,
            s -> s.proof.claims.put("jti", "once")),
        onlyAtResource(
            "'ath' is incorrect",
            FailureCause.PROOF_INVALID,
            s -> s.proof.claims.put("ath", "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo")),
        new Block(
            "signed with a different key",
            s -> {
              Forge other = Forge.fresh();
              s.proof.signedBy(other).header.set("jwk", Draft.jwk(other));
            },
            FailureCause.TOKEN_BINDING,
            null, // the new token is bound to that key
            List.of(Place.values())),
        accepted(
            "extra claims on header and claims",
            s -> {
              s.proof.header.put("tx_id", 7);
              s.proof.claims.put("tx_id_key", 7);
            }),
        accepted("scheme and host of 'htu' in upper case", s -> htu(s, upperCase(s.uri))),
        accepted("'htu' with the port written out", s -> htu(s, s.uri)),
        refused("without DPoP proof", FailureCause.PROOF_REQUIRED, s -> s.sent = all -> List.of()),
        onlyAtResource(
            "without DPoP proof, as Bearer",
            FailureCause.TOKEN_BINDING,
            s -> {
              s.scheme = "Bearer";
              s.sent = all -> List.of();
            }),
        accepted("a correct proof still works", s -> {}));
  }

  /** What else RFC 9449 section 4.3 and its references ask for. */
  private static List<Block> further() {
    return List.of(
        invalid(
            "two proofs in one header", s -> s.sent = p -> List.of(p.get(0) + "," + s.another())),
        invalid("an empty header", s -> s.sent = p -> List.of("")),
        invalid(
            "JSON serialization", s -> s.proof.compact(text -> "{\"payload\":\"" + text + "\"}")),
        invalid("padded base64url", s -> s.proof.compact(text -> text + "==")),
        invalid("typ of an assertion", s -> s.proof.header.put("typ", "JWT")),
        invalid("typ of an access token", s -> s.proof.header.put("typ", "at+jwt")),
        invalid("typ of the Kafka form", s -> s.proof.header.put("typ", Proof.RECORD_TYP)),
        accepted(
            "typ in full and in other case",
            s -> s.proof.header.put("typ", "application/DPoP+JWT")),
        invalid("alg HS256 with the public key as secret", DpopNegativeIT::hs256),
        invalid("alg off the list", s -> s.proof.header.put("alg", "ES256K")),
        invalid("alg ES384 on a P-256 key", s -> s.proof.header.put("alg", "ES384")),
        invalid("alg of another key", s -> s.proof.header.put("alg", "EdDSA")),
        invalid("a symmetric jwk", DpopNegativeIT::symmetric),
        invalid("jwk is a text", s -> s.proof.header.put("jwk", "key")),
        invalid("jwk of another key", s -> s.proof.header.set("jwk", Draft.jwk(Forge.fresh()))),
        invalid(
            "jwk for encryption", s -> ((ObjectNode) s.proof.header.get("jwk")).put("use", "enc")),
        invalid("a critical extension", s -> s.proof.header.putArray("crit").add("exp")),
        invalid("a key that is fetched", s -> s.proof.header.put("jku", s.uri)),
        invalid("signature of another text", DpopNegativeIT::anotherPayload),
        invalid("'htm' in lower case", s -> lowerCase(s.proof.claims, "htm")),
        invalid("'htu' of another path", s -> htu(s, stack.gatewayUrl() + Attacker.MAPS + "/2")),
        invalid("'htu' of another host", s -> htu(s, "https://other.example" + Attacker.MAPS)),
        invalid("'htu' of another scheme", s -> htu(s, s.uri.replaceFirst("https", "http"))),
        invalid("'htu' without scheme", s -> htu(s, s.uri.replaceFirst("https:", ""))),
        invalid("'htu' with a user", s -> htu(s, s.uri.replaceFirst("//", "//user@"))),
        invalid("'htu' is a number", s -> s.proof.claims.put("htu", 7)),
        invalid("'jti' is empty", s -> s.proof.claims.put("jti", "")),
        invalid("'jti' is a number", s -> s.proof.claims.put("jti", 7)),
        invalid("'jti' is there twice", s -> s.proof.claimsText(t -> twice(t, "jti"))),
        invalid("'htu' is there twice", s -> s.proof.claimsText(t -> twice(t, "htu"))),
        invalid("'iat' is a text", s -> textual(s.proof.claims, "iat")),
        invalid(
            "'iat' is in milliseconds",
            s -> s.proof.claims.put("iat", Instant.now().toEpochMilli())),
        accepted("'iat' five seconds in the future", s -> s.iat(5)),
        invalid("'nbf' is in the future", s -> nowPlus(s.proof.claims, "nbf", 120)),
        invalid("'exp' is in the past", s -> nowPlus(s.proof.claims, "exp", -120)),
        accepted("a nonce nobody asked for", s -> s.proof.claims.put("nonce", "eyJ7S_zG")),
        onlyAtResource(
            "'ath' of another token",
            FailureCause.PROOF_INVALID,
            s -> s.proof.claims.put("ath", ath(otherToken))),
        onlyAtResource(
            "another token with the proof", FailureCause.PROOF_INVALID, s -> s.token = otherToken),
        onlyAtResource("the proof as Bearer", FailureCause.TOKEN_BINDING, s -> s.scheme = "Bearer"),
        new Block(
            "'ath' where there is no token",
            s -> s.proof.claims.put("ath", ath(token)),
            null,
            FailureCause.PROOF_INVALID,
            List.of(Place.TOKEN_ENDPOINT)),
        accepted("and a correct proof works at the end", s -> {}));
  }

  private static String ath(String accessToken) {
    return claims("GET", "https://any.example", Optional.of(accessToken)).get("ath").textValue();
  }

  private static void htu(Sending sending, String uri) {
    sending.proof.claims.put("htu", uri);
  }

  private static String upperCase(String uri) {
    return uri.replaceFirst("https", "HTTPS").replaceFirst("localhost", "LOCALHOST");
  }

  private static void lowerCase(ObjectNode claims, String name) {
    claims.put(name, claims.get(name).textValue().toLowerCase(java.util.Locale.ROOT));
  }

  private static void textual(ObjectNode claims, String name) {
    claims.put(name, claims.get(name).asText());
  }

  private static void nowPlus(ObjectNode claims, String name, long seconds) {
    claims.put(name, Instant.now().getEpochSecond() + seconds);
  }

  private static String twice(String claims, String name) {
    return "{\"" + name + "\":\"first\"," + claims.substring(1);
  }

  private static String withoutSignature(String compact) {
    return compact.substring(0, compact.lastIndexOf('.'));
  }

  private static void twoHeaders(Sending sending) {
    sending.beforeKafka = true;
    sending.sent = proofs -> List.of(proofs.get(0), sending.another());
  }

  private static void none(Sending sending) {
    ObjectNode header = StrictJson.object().put("alg", "none").put("typ", Proof.HTTP_TYP);
    header.set("jwk", Draft.jwk(key));
    sending.proof.compact(
        text -> Forge.part(StrictJson.text(header)) + "." + text.split("\\.")[1] + ".");
  }

  private static void privateKey(Sending sending) {
    ((ObjectNode) sending.proof.header.get("jwk")).put("d", key.privateNumber());
  }

  private static void hs256(Sending sending) {
    ObjectNode header = sending.proof.header.deepCopy().put("alg", "HS256");
    byte[] secret = key.key().publicHalf().publicKey().getEncoded();
    sending.proof.compact(text -> Forge.hmac(header, sending.proof.claims, secret));
  }

  private static void symmetric(Sending sending) {
    ObjectNode header = sending.proof.header.deepCopy().put("alg", "HS256");
    header
        .putObject("jwk")
        .put("kty", "oct")
        .put("k", "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0MTIzNDU2Nzg");
    byte[] secret =
        "secretsecretsecretsecret12345678".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    sending.proof.compact(text -> Forge.hmac(header, sending.proof.claims, secret));
  }

  /** With a key that is registered for nothing but PS256. */
  private static void rs256(Sending sending) {
    ObjectNode header = sending.proof.header.deepCopy().put("alg", "RS256");
    header.set("jwk", RSA.with(Algorithm.PS256).publicHalf().jwk());
    sending.proof.compact(text -> RSA.with(Algorithm.RS256).sign(header, sending.proof.claims));
  }

  private static void anotherPayload(Sending sending) {
    String other = sending.another();
    sending.proof.compact(
        text -> text.substring(0, text.lastIndexOf('.')) + other.substring(other.lastIndexOf('.')));
  }

  @BeforeAll
  static void try_everything(KafkaUnderTest kafka) throws Exception {
    stack = TestStack.start(kafka.bootstrap());
    attacker = new Attacker(stack);
    key = Forge.fresh();
    token = issued();
    otherToken = issued();
    var audited = new ArrayList<String>();
    for (Place place : Place.values()) {
      int n = 0;
      for (Block block : Stream.concat(module().stream(), further().stream()).toList()) {
        n++;
        if (block.places().contains(place)) {
          var sending = new Sending(place);
          block.change().accept(sending);
          String id = place + "-" + n;
          HttpResponse<String> answer = attacker.send(request(sending, id)).get();
          tried(place).put(block.name(), new Tried(block, id, answer));
          if (!sending.beforeKafka) {
            audited.add(id);
          }
        }
      }
    }
    audit = attacker.audit(audited);
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack) {
      Reconciliation.check(ended);
    }
  }

  private static Map<String, Tried> tried(Place place) {
    return place == Place.RESOURCE ? AT_RESOURCE : AT_TOKEN_ENDPOINT;
  }

  private static HttpRequest.Builder request(Sending sending, String id) {
    HttpRequest.Builder request =
        sending.place == Place.RESOURCE
            ? attacker
                .request(Attacker.MAP_ONE)
                .header("Authorization", sending.scheme + " " + sending.token)
            : attacker.form(TOKEN_PATH, tokenForm(attacker.ue()));
    sending
        .sent
        .apply(List.of(sending.proof.text()))
        .forEach(proof -> request.header(sending.name, proof));
    return request.header("Idempotency-Key", id);
  }

  private static Map<String, String> tokenForm(ValUe ue) {
    return stack.http(ue).tokenForm("SS_SmManagement", "get", Optional.empty());
  }

  /** A token bound to the key that proves here, which need not be the one that signs assertions. */
  private static String issued() throws Exception {
    var sending = new Sending(Place.TOKEN_ENDPOINT);
    HttpResponse<String> answer = attacker.send(request(sending, ValUe.newId())).get();
    assertEquals(200, answer.statusCode(), answer.body());
    return Attacker.json(answer).path("access_token").textValue();
  }

  static Stream<Block> atResource() {
    return blocks(Place.RESOURCE);
  }

  static Stream<Block> atTokenEndpoint() {
    return blocks(Place.TOKEN_ENDPOINT);
  }

  private static Stream<Block> blocks(Place place) {
    return Stream.concat(module().stream(), further().stream())
        .filter(block -> block.places().contains(place));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("atResource")
  void at_a_resource_each_block_ends_as_named(Block block) {
    Tried tried = AT_RESOURCE.get(block.name());
    HttpResponse<String> answer = tried.answer();
    FailureCause cause = block.atResource();
    if (cause == null) {
      assertEquals(200, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains("fountain"), "the map itself");
    } else {
      String challenge = answer.headers().firstValue("WWW-Authenticate").orElse("none");
      boolean bearer = cause == FailureCause.TOKEN_BINDING && challenge.startsWith("Bearer ");
      assertAll(
          () -> assertEquals(Attacker.told(cause), Attacker.told(answer)),
          () -> assertTrue(bearer || challenge.startsWith("DPoP error="), challenge),
          () -> assertTrue(challenge.contains("error=\"" + cause.oauthError() + "\""), challenge),
          () -> assertTrue(bearer || challenge.contains("algs=\"ES256 "), challenge),
          () -> assertFalse(answer.body().contains("fountain"), "nothing of the map"));
    }
    checkAudit(tried, Place.RESOURCE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("atTokenEndpoint")
  void at_the_token_endpoint_each_block_ends_as_named(Block block) {
    Tried tried = AT_TOKEN_ENDPOINT.get(block.name());
    JsonNode json = Attacker.json(tried.answer());
    FailureCause cause = block.atTokenEndpoint();
    if (cause == null) {
      assertEquals(200, tried.answer().statusCode(), tried.answer().body());
      assertEquals("DPoP", json.path("token_type").asText());
    } else {
      assertAll(
          () -> assertEquals(400, tried.answer().statusCode(), "RFC 9449 section 5"),
          () -> assertEquals("invalid_dpop_proof", json.path("error").asText()),
          () -> assertEquals(cause.name(), json.path("cause").asText()),
          () -> assertFalse(json.has("access_token"), "no token"));
    }
    checkAudit(tried, Place.TOKEN_ENDPOINT);
  }

  private static void checkAudit(Tried tried, Place place) {
    List<AuditRecord> found = audit.getOrDefault(tried.id(), List.of());
    if (tried.block().name().startsWith("more than one")) {
      assertEquals(List.of(), found, "refused before Kafka");
      return;
    }
    FailureCause cause = tried.block().cause(place);
    assertEquals(1, found.size(), "audit records");
    assertEquals(cause == null ? null : cause.name(), found.get(0).getCause());
    assertEquals(cause == null ? Outcome.GRANTED : Outcome.REFUSED, found.get(0).getOutcome());
  }

  @Test
  void what_the_gateway_refused_itself_is_counted_once_each() {
    await("two requests with two proofs")
        .atMost(Duration.ofSeconds(30))
        .until(attacker::gatewayRefusals, Map.of("PROOF_INVALID", 2L)::equals);
  }

  /** The answer goes to whoever asks, so a copy gets none, not even under the same request id. */
  @Test
  void a_copied_request_gets_nothing_and_an_honest_retry_the_first_outcome() throws Exception {
    // Given
    Map<String, String> form = tokenForm(attacker.ue());
    var asked = new Sending(Place.TOKEN_ENDPOINT);
    String dpop = asked.proof.text();
    HttpResponse<String> first = post(form, dpop, "retry-token");
    var read = new Sending(Place.RESOURCE);
    String proof = read.proof.text();
    read.sent = made -> List.of(proof);
    HttpResponse<String> map = attacker.send(request(read, "retry-map")).get();
    assertEquals(200, first.statusCode(), first.body());
    assertEquals(200, map.statusCode(), map.body());

    // When
    HttpResponse<String> copied = post(form, dpop, "retry-token");
    HttpResponse<String> newAssertion = post(tokenForm(attacker.ue()), dpop, "retry-token");
    HttpResponse<String> copiedMap = attacker.send(request(read, "retry-map")).get();
    HttpResponse<String> otherId = attacker.send(request(read, "retry-map-2")).get();
    HttpResponse<String> retried = post(tokenForm(attacker.ue()), asked.another(), "retry-token");
    HttpResponse<String> retriedMap =
        attacker.send(request(new Sending(Place.RESOURCE), "retry-map")).get();

    // Then
    assertEquals("401 ASSERTION_REPLAYED", Attacker.told(copied));
    assertEquals("400 PROOF_REPLAYED", Attacker.told(newAssertion));
    assertEquals("401 PROOF_REPLAYED", Attacker.told(copiedMap));
    assertEquals("401 PROOF_REPLAYED", Attacker.told(otherId));
    assertEquals(200, retriedMap.statusCode(), retriedMap.body());
    assertEquals(jti(first), jti(retried), "one outcome");
    var records = attacker.audit(List.of("retry-token", "retry-map"));
    assertEquals(
        List.of(
            "GRANTED null",
            "REFUSED ASSERTION_REPLAYED",
            "REFUSED PROOF_REPLAYED",
            "DUPLICATE null"),
        outcomes(records.get("retry-token")));
    assertEquals(
        List.of("GRANTED null", "REFUSED PROOF_REPLAYED", "DUPLICATE null"),
        outcomes(records.get("retry-map")));
  }

  private static HttpResponse<String> post(Map<String, String> form, String dpop, String id)
      throws Exception {
    return attacker
        .send(attacker.form(TOKEN_PATH, form).header("DPoP", dpop).header("Idempotency-Key", id))
        .get();
  }

  private static String jti(HttpResponse<String> answer) throws Exception {
    assertEquals(200, answer.statusCode(), answer.body());
    String compact = Attacker.json(answer).path("access_token").asText();
    return org.sealspatial.jose.CompactJws.parse(compact).claims().path("jti").asText();
  }

  private static List<String> outcomes(List<AuditRecord> records) {
    return records.stream().map(r -> r.getOutcome() + " " + r.getCause()).toList();
  }

  @Test
  void a_client_may_do_without_proof_only_where_it_is_registered_so() throws Exception {
    // Given
    var loose = FurtherClient.of("loose-fleet", Forge.fresh()).proof("optional").register(stack);
    ValUe ue = loose.ue(stack, "ue-loose");
    HttpResponse<String> granted = attacker.unboundOnceKnown(ue);
    assertEquals("Bearer", Attacker.json(granted).path("token_type").asText());
    String unbound = Attacker.json(granted).path("access_token").asText();
    String bound = Attacker.json(stack.http(ue).token(tokenForm(ue))).path("access_token").asText();

    // Then: an unbound token is Bearer, over HTTP, and nothing else; a bound one never is
    attacker.awaitGoodAsBearer(unbound);
    assertEquals("401 TOKEN_BINDING", Attacker.told(dpop(unbound, loose.key)));
    assertEquals("401 TOKEN_BINDING", Attacker.told(attacker.asBearer(bound, "loose-2").get()));
    assertEquals(200, dpop(bound, loose.key).statusCode());
    try (var direct = new KafkaValUe(stack.clientProperties(), stack.prefix(), loose.id)) {
      assertEquals("TOKEN_BINDING", overKafka(direct, ue, unbound, true));
      assertEquals("TOKEN_BINDING", overKafka(direct, ue, unbound, false));
      assertEquals("PROOF_REQUIRED", overKafka(direct, ue, bound, false));
      assertNull(overKafka(direct, ue, bound, true));
    }

    // When: the operator demands a proof from now on
    loose.proof("required").register(stack);

    // Then
    await("the demand is seen")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> Attacker.told(attacker.send(attacker.form(TOKEN_PATH, tokenForm(ue))).get()),
            "400 PROOF_REQUIRED"::equals);
    await("the demand is seen")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> Attacker.told(attacker.asBearer(unbound, ValUe.newId()).get()),
            "401 PROOF_REQUIRED"::equals);
  }

  private static HttpResponse<String> dpop(String accessToken, Forge by) throws Exception {
    String uri = stack.gatewayUrl() + Attacker.MAPS;
    ObjectNode claims = claims("GET", uri, Optional.of(accessToken));
    return attacker
        .send(
            attacker
                .request(Attacker.MAP_ONE)
                .header("Authorization", "DPoP " + accessToken)
                .header("DPoP", Draft.proof(by, Proof.HTTP_TYP, claims).text()))
        .get();
  }

  /** The cause of the refusal; null where the map was served. */
  private static String overKafka(KafkaValUe direct, ValUe ue, String accessToken, boolean proven)
      throws Exception {
    String topic = stack.topic(Topic.SPATIAL_REQUESTS);
    var body =
        ue.asksSpatial(
            "SS_SmManagement", "get", Map.of("svc-id", DemoWorld.VAL_SERVICE, "map-id", "1"));
    byte[] signed = ue.sign(body, topic, accessToken);
    SpatialRequest request = WIRE.decode(signed, SpatialRequest.class);
    if (!proven) {
      request.setProof(null);
    }
    direct.publish(topic, ue.valUe(), WIRE.encode(request));
    SpatialResponse answer = direct.await(body.getRequestId(), SpatialResponse.class).orElseThrow();
    return answer.getFailure() == null ? null : answer.getFailure().getCause();
  }
}
