/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.lm.token.Forge;
import org.sealspatial.lm.token.HostileTokens;
import org.sealspatial.lm.token.HostileTokens.Attack;
import org.sealspatial.lm.token.HostileTokens.Case;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.SpatialResponse;

/**
 * Hostile tokens through gateway, Kafka and LM-S: each is refused with its public cause, audited
 * once with its exact one, and no part of it is found anywhere else.
 */
@WithKafka
class HostileTokensIT {
  private static final int LONGEST = 8_192;
  private static final int LONGEST_OVER_KAFKA = 20_000;
  private static final Map<String, String> MAP_ONE =
      Map.of("svc-id", "arcade.example", "map-id", "1");

  private static final Path COOKBOOK = Path.of("../jose/src/test/resources/cookbook");

  private static TestStack stack;
  private static Attacker attacker;
  private static LogTap log;
  private static ServerSocket lure;
  private static Forge sim;
  private static ObjectNode good;
  private static HostileTokens hostile;

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    stack = TestStack.start(kafka.bootstrap());
    attacker = new Attacker(stack);
    sim = Attacker.simKey(stack);
    lure = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    good = attacker.goodClaims();
    String url = "http://127.0.0.1:" + lure.getLocalPort() + "/keys";
    hostile = new HostileTokens(sim, good, Instant.ofEpochSecond(good.get("iat").asLong()), url);
    log = new LogTap();
  }

  @AfterAll
  static void nothing_is_left_behind() throws Exception {
    try (var tap = log;
        var listener = lure;
        var ended = stack) {
      listener.setSoTimeout(1);
      // Whoever had connected would wait in the backlog by now.
      assertThrows(SocketTimeoutException.class, listener::accept, "no URL of a token is opened");
      tap.holdsNothingOf(hostile.all().stream().map(Case::token).toList());
      assertEquals(List.of(), Reconciliation.records(ended, ended.topic(Topic.DEAD_LETTERS)));
      await().atMost(Duration.ofSeconds(30)).until(() -> attacker.lag() == 0);
      Reconciliation.check(ended);
    }
  }

  private static String token(Consumer<ObjectNode> change) {
    ObjectNode claims = good.deepCopy();
    change.accept(claims);
    return sim.sign(sim.header(), claims);
  }

  @Test
  void the_token_they_are_all_made_from_opens_the_map() throws Exception {
    HttpResponse<String> answer = attacker.withProof(token(c -> {}), "good").get();
    assertEquals(200, answer.statusCode(), answer.body());
  }

  @ParameterizedTest
  @EnumSource(Attack.class)
  void over_http_each_is_refused_and_audited_with_its_cause(Attack attack) throws Exception {
    List<Case> cases = cases(attack);
    var answers = new LinkedHashMap<String, CompletableFuture<HttpResponse<String>>>();
    var audited = new LinkedHashMap<String, FailureCause>();
    for (int n = 0; n < cases.size(); n++) {
      String id = "http-" + attack + "-" + n;
      answers.put(id, attacker.withProof(cases.get(n).token(), id));
      if (cases.get(n).token().length() <= LONGEST) {
        audited.put(id, cases.get(n).cause());
      }
    }
    var wrong = new TreeMap<String, String>();
    int n = 0;
    for (var pending : answers.values()) {
      Case tried = cases.get(n++);
      HttpResponse<String> answer = pending.get();
      boolean same = Attacker.told(answer).equals(Attacker.told(tried.cause()));
      boolean tooLong = tried.token().length() > LONGEST && answer.statusCode() == 431;
      if (!same && !tooLong || LogTap.isIn(tried.token(), answer.body() + answer.headers().map())) {
        wrong.put(tried.what(), Attacker.told(answer) + " for " + tried.cause());
      }
    }
    assertEquals(Map.of(), wrong);
    checkAudit(audited);
  }

  private static List<Case> cases(Attack attack) {
    List<Case> cases = new ArrayList<>(hostile.of(attack).toList());
    if (attack == Attack.SCOPE) {
      cases.addAll(hostile.withoutAction("SS_SmManagement", "get"));
    }
    return cases;
  }

  @ParameterizedTest
  @EnumSource(Attack.class)
  void over_kafka_each_is_refused_and_audited_with_its_cause(Attack attack) throws Exception {
    String topic = stack.topic(Topic.SPATIAL_REQUESTS);
    var sent = new LinkedHashMap<String, Case>();
    for (Case tried : cases(attack)) {
      if (tried.token().length() <= LONGEST_OVER_KAFKA) {
        var body = attacker.ue().asksSpatial("SS_SmManagement", "get", MAP_ONE);
        body.setRequestId("kafka-" + attack + "-" + sent.size());
        stack.kafka().publish(topic, "ue-1", attacker.ue().sign(body, topic, tried.token()));
        sent.put(body.getRequestId(), tried);
      }
    }
    var wrong = new TreeMap<String, String>();
    var audited = new LinkedHashMap<String, FailureCause>();
    for (var asked : sent.entrySet()) {
      FailureCause cause = asked.getValue().cause();
      SpatialResponse answer =
          stack.kafka().await(asked.getKey(), SpatialResponse.class).orElseThrow();
      if (answer.getFailure() == null
          || !cause.publicCause().name().equals(answer.getFailure().getCause())) {
        wrong.put(asked.getValue().what(), answer.getFailure() + " for " + cause);
      }
      audited.put(asked.getKey(), cause);
    }
    assertEquals(Map.of(), wrong);
    checkAudit(audited);
  }

  private static void checkAudit(Map<String, FailureCause> expected) {
    var records = attacker.audit(List.copyOf(expected.keySet()));
    var wrong = new TreeMap<String, String>();
    expected.forEach(
        (id, cause) -> {
          List<AuditRecord> found = records.get(id);
          if (found.size() != 1 || !cause.name().equals(found.get(0).getCause())) {
            wrong.put(id, found.size() + " records, " + found.get(0).getCause() + " for " + cause);
          }
        });
    assertEquals(Map.of(), wrong);
  }

  /**
   * TS 33.117 clauses 4.2.2.2.3.1 (integrity, audience, scope, expiry, and what else narrows a
   * token) and 4.2.2.2.3.2 (another issuer).
   */
  static Stream<Arguments> tokenVerificationFailures() {
    Forge other = Forge.fresh();
    String whole = token(c -> {});
    String altered =
        Forge.fresh().sign(sim.header(), good.deepCopy().put("sub", "ue-2")).split("\\.")[1];
    String[] parts = whole.split("\\.");
    return Stream.of(
        arguments(
            "integrity",
            parts[0] + "." + altered + "." + parts[2],
            FailureCause.TOKEN_SIGNATURE_INVALID),
        arguments("audience", token(c -> c.put("aud", "urn:other")), FailureCause.TOKEN_AUDIENCE),
        arguments(
            "scope",
            token(c -> c.put("scope", "seal:SS_SAnDiscovery:discover")),
            FailureCause.SCOPE_INSUFFICIENT),
        arguments(
            "expiry",
            token(c -> c.put("exp", good.get("iat").asLong() - 30)),
            FailureCause.TOKEN_EXPIRED),
        arguments(
            "maps", token(c -> detail(c).putArray("maps").add(2)), FailureCause.MAP_NOT_YOURS),
        arguments(
            "layers",
            token(c -> detail(c).putArray("layers").add("attic")),
            FailureCause.MAP_NOT_YOURS),
        arguments(
            "actions",
            token(c -> detail(c).putArray("actions").add("list")),
            FailureCause.MAP_NOT_YOURS),
        arguments("area", token(HostileTokensIT::inTheSea), FailureCause.MAP_NOT_YOURS),
        arguments(
            "binding",
            token(c -> c.putObject("cnf").put("jkt", other.key().publicHalf().thumbprint())),
            FailureCause.TOKEN_BINDING),
        arguments("client", token(c -> c.put("client_id", "nobody")), FailureCause.UNKNOWN_CLIENT),
        arguments(
            "issuer", token(c -> c.put("iss", "https://other.example")), FailureCause.TOKEN_ISSUER),
        arguments("issuer's key", other.sign(other.header(), good), FailureCause.TOKEN_KEY_UNKNOWN),
        arguments(
            "issuer's key under our kid",
            other.sign(sim.header(), good),
            FailureCause.TOKEN_SIGNATURE_INVALID));
  }

  private static ObjectNode detail(ObjectNode claims) {
    return (ObjectNode) claims.withArray("authorization_details").get(0);
  }

  private static void inTheSea(ObjectNode claims) {
    var polygon = detail(claims).putObject("area").putArray("polygon");
    for (int[] corner : new int[][] {{2, 54}, {3, 54}, {3, 55}}) {
      polygon.addArray().add(corner[0]).add(corner[1]);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tokenVerificationFailures")
  void each_token_verification_failure_of_ts_33_117_has_its_cause(
      String what, String token, FailureCause cause) throws Exception {
    String id = "scas-" + what.replaceAll("[^a-z]", "-");
    HttpResponse<String> answer = attacker.withProof(token, id).get();
    assertEquals(Attacker.told(cause), Attacker.told(answer));
    checkAudit(Map.of(id, cause));
  }

  /** Whatever differs outside would tell a forger how far he came. */
  @Test
  void unknown_key_wrong_algorithm_and_wrong_signature_look_the_same() throws Exception {
    Forge stranger = Forge.fresh();
    var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int n = 0; n < 1_000; n++) {
      ObjectNode claims = good.deepCopy().put("jti", "oracle-" + n);
      answers.add(attacker.withProof(stranger.sign(stranger.header(), claims), "key-" + n));
      answers.add(attacker.withProof(stranger.sign(sim.header(), claims), "sig-" + n));
      ObjectNode hs256 = sim.header().put("alg", "HS256");
      answers.add(attacker.withProof(stranger.sign(hs256, claims), "alg-" + n));
    }
    Set<String> looks = new TreeSet<>();
    for (var pending : answers) {
      HttpResponse<String> answer = pending.get();
      String body = answer.body();
      String id = answer.headers().firstValue("Seal-Request-Id").orElseThrow();
      looks.add(
          answer.statusCode()
              + " "
              + (body.length() - id.length())
              + " "
              + body.replace(id, "ID")
              + " "
              + answer.headers().map().keySet()
              + answer.headers().allValues("WWW-Authenticate"));
    }
    assertEquals(1, looks.size(), looks.toString());
    System.out.printf(
        "no oracle: medians of 1,000 answers each: unknown key %d µs, wrong signature %d µs,"
            + " wrong algorithm %d µs%n",
        attacker.medianMicros("key-"),
        attacker.medianMicros("sig-"),
        attacker.medianMicros("alg-"));
    var causes = new TreeMap<String, Integer>();
    var records = attacker.audit(List.of("key-999", "sig-999", "alg-999"));
    records.forEach(
        (id, found) -> {
          if (id.matches("(key|sig|alg)-\\d+")) {
            assertEquals(1, found.size(), id);
            causes.merge(id.substring(0, 3) + " " + found.get(0).getCause(), 1, Integer::sum);
          }
        });
    assertEquals(
        Map.of(
            "key TOKEN_KEY_UNKNOWN", 1_000,
            "sig TOKEN_SIGNATURE_INVALID", 1_000,
            "alg TOKEN_ALG_NOT_ALLOWED", 1_000),
        causes,
        "the audit tells them apart");
  }

  /** Whether there is such a map is told to those alone who may have it. */
  @Test
  void a_map_that_is_not_there_and_one_that_is_not_yours_look_the_same() throws Exception {
    // Given: a grant of a map that is not there, and of none that is
    String token = token(c -> detail(c).putArray("maps").add(77));

    // When
    HttpResponse<String> absent = asks(token, "77", "look-1");
    HttpResponse<String> foreign = asks(token, "1", "look-2");
    SpatialResponse absentOnKafka = asksOnKafka(token, "77", "look-3");
    SpatialResponse foreignOnKafka = asksOnKafka(token, "1", "look-4");

    // Then
    assertEquals("404 MAP_NOT_FOUND", Attacker.told(absent));
    assertEquals(absent.body().replace("look-1", "look-2"), foreign.body());
    assertEquals(looks(absent, "look-1"), looks(foreign, "look-2"));
    assertEquals("MAP_NOT_FOUND", absentOnKafka.getFailure().getCause());
    assertEquals(looks(absentOnKafka), looks(foreignOnKafka));
    checkAudit(
        Map.of(
            "look-1", FailureCause.MAP_NOT_FOUND,
            "look-2", FailureCause.MAP_NOT_YOURS,
            "look-3", FailureCause.MAP_NOT_FOUND,
            "look-4", FailureCause.MAP_NOT_YOURS));
  }

  private static HttpResponse<String> asks(String token, String map, String id) throws Exception {
    HttpRequest.Builder request = attacker.request("svc-id=arcade.example&map-id=" + map);
    request = withProof(request, token).header("Authorization", "DPoP " + token);
    return attacker.send(request.header("Idempotency-Key", id)).get();
  }

  private static SpatialResponse asksOnKafka(String token, String map, String id) throws Exception {
    var body =
        attacker
            .ue()
            .asksSpatial(
                "SS_SmManagement", "get", Map.of("svc-id", "arcade.example", "map-id", map));
    body.setRequestId(id);
    return stack.kafka().ask(attacker.ue(), body, token);
  }

  /** Its header fields, but for what is another in each answer. */
  private static Map<String, List<String>> looks(HttpResponse<String> answer, String id) {
    var fields = new TreeMap<String, List<String>>();
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              boolean differs = name.equalsIgnoreCase("Date") || values.equals(List.of(id));
              fields.put(name, differs ? List.of() : values);
            });
    fields.remove("x-request-id"); // made anew for each
    return fields;
  }

  /** The answer, but for whose it is. */
  private static String looks(SpatialResponse answer) {
    SpatialResponse copy = SpatialResponse.newBuilder(answer).build();
    copy.setRequestId("");
    copy.setCorrelationId(null);
    copy.setBodyDigest(null);
    return copy.toString();
  }

  /** A good token in another form, and the examples of the JOSE cookbook in each of theirs. */
  private static List<String> otherForms() throws Exception {
    String[] parts = token(c -> {}).split("\\.");
    ObjectNode flat = StrictJson.object().put("payload", parts[1]);
    ObjectNode general = flat.deepCopy();
    general
        .putArray("signatures")
        .addObject()
        .put("protected", parts[0])
        .put("signature", parts[2]);
    flat.put("protected", parts[0]).put("signature", parts[2]);
    var forms = new ArrayList<>(List.of(StrictJson.text(flat), StrictJson.text(general)));
    forms.add(parts[0] + ".." + parts[2]);
    try (Stream<Path> files = Files.walk(COOKBOOK)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        JsonNode output = new ObjectMapper().readTree(file.toFile()).get("output");
        for (String form : List.of("compact", "json", "json_flat")) {
          if (output.has(form)) {
            JsonNode given = output.get(form);
            forms.add(given.isTextual() ? given.textValue() : StrictJson.text(given));
          }
        }
      }
    }
    return forms;
  }

  /** RFC 7515 section 7.2, RFC 7520, RFC 7797. */
  @Test
  void no_form_but_the_compact_one_gets_through_and_no_example_is_a_token() throws Exception {
    List<String> forms = otherForms();
    assertTrue(forms.size() > 20, "the examples are there: " + forms.size());
    String topic = stack.topic(Topic.SPATIAL_REQUESTS);
    int n = 0;
    for (String form : forms) {
      String id = "form-" + n++;
      boolean compact = form.matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
      var body = attacker.ue().asksSpatial("SS_SmManagement", "get", MAP_ONE);
      body.setRequestId(id);
      stack.kafka().publish(topic, "ue-1", attacker.ue().sign(body, topic, form));
      SpatialResponse answer = stack.kafka().await(id, SpatialResponse.class).orElseThrow();
      String cause = answer.getFailure().getCause();
      HttpResponse<String> overHttp = attacker.withProof(form, "http-" + id).get();

      assertEquals("401 " + cause, Attacker.told(overHttp), form);
      if (!compact) {
        assertEquals("TOKEN_MALFORMED", cause, form);
      }
      assertTrue(Set.of("TOKEN_MALFORMED", "TOKEN_INVALID").contains(cause), cause + form);
      assertFalse(LogTap.isIn(form, overHttp.body()), "it comes back nowhere");
    }
    log.holdsNothingOf(forms);
  }

  private static HttpRequest.Builder withProof(HttpRequest.Builder request, String token) {
    String proof =
        attacker.ue().dpop("GET", stack.gatewayUrl() + Attacker.MAPS, Optional.of(token));
    return request.header("DPoP", proof);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DPoP ", "dpop ", "DPOP ", "DPoP  ", "dPoP    "})
  void the_scheme_may_be_written_in_any_case_and_with_more_blanks(String scheme) throws Exception {
    String token = token(c -> {});
    HttpRequest.Builder request = attacker.request(Attacker.MAP_ONE);
    request = withProof(request, token).header("Authorization", scheme + token);
    assertEquals(200, attacker.send(request).get().statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "'Bearer ', TOKEN_BINDING",
    "'bearer ', TOKEN_BINDING",
    "'BEARER ', TOKEN_BINDING",
    "'Bearer  ', TOKEN_BINDING",
    "'Bearer\t', TOKEN_MALFORMED",
    "'Bearer=', TOKEN_MISSING",
    "'Basic ', TOKEN_MISSING",
    "'Token ', TOKEN_MISSING",
    "'', TOKEN_MISSING"
  })
  void a_stolen_token_under_any_scheme_opens_nothing(String scheme, FailureCause cause)
      throws Exception {
    HttpRequest.Builder request =
        attacker.request(Attacker.MAP_ONE).header("Authorization", scheme + token(c -> {}));
    assertEquals(Attacker.told(cause), Attacker.told(attacker.send(request).get()));
  }

  /** RFC 6750 section 2 and RFC 9700 section 4.3.2: one place, and that is the header. */
  @Test
  void a_token_in_a_query_a_cookie_a_body_or_another_header_is_none() throws Exception {
    String token = token(c -> c.put("jti", "misplaced"));
    try (var tap = new LogTap()) {
      for (HttpRequest.Builder request :
          List.of(
              attacker.request(Attacker.MAP_ONE + "&access_token=" + token),
              attacker.request(Attacker.MAP_ONE).header("Cookie", "access_token=" + token),
              attacker.request(Attacker.MAP_ONE).header("X-Access-Token", token),
              attacker.request(Attacker.MAP_ONE).header("Proxy-Authorization", "DPoP " + token),
              attacker
                  .request(Attacker.MAP_ONE)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .method("GET", HttpRequest.BodyPublishers.ofString("access_token=" + token)))) {
        HttpResponse<String> answer = attacker.send(withProof(request, token)).get();
        assertEquals("401 TOKEN_MISSING", Attacker.told(answer));
        assertFalse(LogTap.isIn(token, answer.body()), "it comes back nowhere");
      }
      tap.holdsNothingOf(List.of(token));
    }
  }

  @Test
  void a_token_in_two_places_is_a_malformed_request() throws Exception {
    String token = token(c -> {});
    for (HttpRequest.Builder request :
        List.of(
            attacker
                .request(Attacker.MAP_ONE)
                .header("Authorization", "DPoP " + token)
                .header("Authorization", "DPoP " + token),
            attacker
                .request(Attacker.MAP_ONE)
                .header("Authorization", "DPoP " + token)
                .header("Authorization", "Basic eDp5"),
            attacker
                .request(Attacker.MAP_ONE + "&access_token=" + token)
                .header("Authorization", "DPoP " + token))) {
      HttpResponse<String> answer = attacker.send(withProof(request, token)).get();
      assertEquals("400 REQUEST_MALFORMED", Attacker.told(answer));
      assertTrue(
          answer
              .headers()
              .firstValue("WWW-Authenticate")
              .orElse("")
              .contains("error=\"invalid_request\""),
          answer.headers().map().toString());
      assertFalse(LogTap.isIn(token, answer.body()), "it comes back nowhere");
    }
  }
}
