/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.ClientAssertion;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.lm.token.Forge;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/**
 * What SIM-S issues nothing for: more than is granted, identities of others, clients that are not
 * proven. Each ends in its cause and one audit record, and there is no token on any topic. The
 * client assertions are those of the OpenID module
 * fapi2-security-profile-final-ensure-invalid-client-assertions-fail, and a replayed one.
 */
@WithKafka
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IssueDeniedIT {
  private static final String SM = "SS_SmManagement";
  private static final String TOKEN_PATH = "/oauth2/token";
  private static final Pattern ACCESS_TOKEN =
      Pattern.compile(
          "eyJ[A-Za-z0-9_-]*" + base64urlOf("\"typ\":\"at+jwt\"") + "[A-Za-z0-9_-]*\\.");

  private static TestStack stack;
  private static Attacker attacker;
  private static FurtherClient robots;
  private static FurtherClient rsaOnly;
  private static final RsaPair RSA = RsaPair.fresh();
  private static final Map<String, HttpResponse<String>> ANSWERS = new LinkedHashMap<>();
  private static Map<String, List<AuditRecord>> audit;

  /** One thing that is asked for and not given. */
  private record Denied(String name, FailureCause cause, Consumer<Asking> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A token request over HTTP, right until somebody changes one thing. */
  private static final class Asking {
    final Map<String, String> form;
    final Draft assertion;
    boolean assertionSent = true;
    boolean audited = true;

    Asking() {
      ValUe ue = attacker.ue();
      form = new HashMap<>(stack.http(ue).tokenForm(SM, "get", Optional.empty()));
      ObjectNode claims =
          ClientAssertion.claims(ue.clientId(), ue.issuer(), ValUe.newId(), Instant.now());
      assertion = Draft.assertion(stack.clientForge(), "JWT", claims);
    }

    void plus(String claim, long seconds) {
      assertion.claims.put(claim, Instant.now().getEpochSecond() + seconds);
    }

    /** The gateway refuses it itself: it has no offset. */
    void beforeKafka() {
      audited = false;
    }

    HttpRequest.Builder request() {
      var fields = new HashMap<>(form);
      fields.remove("client_assertion");
      if (assertionSent) {
        fields.put("client_assertion", assertion.text());
      }
      String uri = stack.gatewayUrl() + TOKEN_PATH;
      return attacker
          .form(TOKEN_PATH, fields)
          .header("DPoP", attacker.ue().dpop("POST", uri, Optional.empty()));
    }
  }

  private static Denied denied(FailureCause cause, String name, Consumer<Asking> change) {
    return new Denied(name, cause, change);
  }

  private static Denied assertion(FailureCause cause, String name, Consumer<Draft> change) {
    return new Denied("assertion: " + name, cause, a -> change.accept(a.assertion));
  }

  static Stream<Denied> cases() {
    return Stream.concat(grants(), assertions());
  }

  /** More than is granted, or another's. */
  private static Stream<Denied> grants() {
    return Stream.of(
        denied(
            FailureCause.SERVICE_NOT_ALLOWED,
            "a service nobody allows",
            a -> a.form.put("scope", "seal:SS_SmLocalization:get")),
        denied(
            FailureCause.UNKNOWN_SERVICE,
            "a service that does not exist",
            a -> a.form.put("scope", "seal:SS_Everything:get")),
        denied(
            FailureCause.ACTION_NOT_ALLOWED,
            "an action beside the granted one",
            a -> a.form.put("scope", "seal:SS_SmManagement:get seal:SS_SmManagement:delete")),
        denied(
            FailureCause.UNKNOWN_SERVICE,
            "scopes of two services",
            a -> {
              a.beforeKafka();
              a.form.put("scope", "seal:SS_SmManagement:get seal:SS_SAnDiscovery:discover");
            }),
        denied(FailureCause.MAP_NOT_ALLOWED, "another map", a -> details(a, "\"maps\":[2]")),
        denied(
            FailureCause.LAYER_NOT_ALLOWED,
            "a layer that is not granted",
            a -> details(a, "\"layers\":[\"staff\"]")),
        denied(
            FailureCause.AUTHORIZATION_DETAILS_INVALID,
            "another audience (RFC 9396 locations)",
            a -> details(a, "\"locations\":[\"https://other.example\"]")),
        denied(
            FailureCause.AUTHORIZATION_DETAILS_INVALID,
            "a life of its own",
            a -> details(a, "\"exp\":4102444800")),
        denied(
            FailureCause.AUTHORIZATION_DETAILS_INVALID,
            "duplicate names in the details",
            a -> details(a, "\"maps\":[1],\"maps\":[2]")),
        denied(
            FailureCause.UNKNOWN_VAL_UE,
            "a VAL UE of another client",
            a -> a.form.put("val_ue_id", "robot-1")),
        denied(
            FailureCause.UNKNOWN_VAL_UE,
            "a VAL UE of nobody",
            a -> a.form.put("val_ue_id", "someone")),
        denied(
            FailureCause.SERVICE_NOT_ALLOWED,
            "a VAL service of another policy",
            a -> a.form.put("val_service_id", "other.example")),
        denied(
            FailureCause.CLIENT_AUTH_FAILED,
            "a secret in place of an assertion",
            a -> {
              a.beforeKafka();
              a.assertionSent = false;
              a.form.remove("client_assertion_type");
              a.form.put("client_id", DemoWorld.CLIENT);
              a.form.put("client_secret", "secret");
            }),
        denied(
            FailureCause.UNKNOWN_CLIENT,
            "an unknown client",
            a -> a.assertion.claims.put("iss", "stranger").put("sub", "stranger")),
        denied(
            FailureCause.CLIENT_AUTH_FAILED,
            "another client's name",
            a -> a.assertion.claims.put("iss", robots.id).put("sub", robots.id)));
  }

  private static Stream<Denied> assertions() {
    FailureCause failed = FailureCause.CLIENT_AUTH_FAILED;
    FailureCause mismatch = FailureCause.ASSERTION_MISMATCH;
    FailureCause expired = FailureCause.ASSERTION_EXPIRED;
    return Stream.of(
        denied(
            failed,
            "assertion: none",
            a -> {
              a.beforeKafka();
              a.assertionSent = false;
            }),
        denied(
            FailureCause.REQUEST_MALFORMED,
            "assertion: its type missing",
            a -> {
              a.beforeKafka();
              a.form.remove("client_assertion_type");
            }),
        denied(
            FailureCause.REQUEST_MALFORMED,
            "assertion: its type wrong",
            a -> {
              a.beforeKafka();
              a.form.put("client_assertion_type", "urn:other");
            }),
        assertion(failed, "without sub", d -> d.claims.remove("sub")),
        assertion(mismatch, "with wrong sub", d -> d.claims.put("sub", "other")),
        denied(
            failed,
            "assertion: without iss",
            a -> {
              a.beforeKafka();
              a.assertion.claims.remove("iss");
            }),
        denied(
            FailureCause.UNKNOWN_CLIENT,
            "assertion: with wrong iss",
            a -> a.assertion.claims.put("iss", "other")),
        assertion(mismatch, "without aud", d -> d.claims.remove("aud")),
        assertion(
            mismatch, "with unrelated aud", d -> d.claims.put("aud", "https://other.example")),
        assertion(
            mismatch,
            "with the token endpoint as aud",
            d -> d.claims.put("aud", stack.gatewayUrl() + TOKEN_PATH)),
        assertion(
            mismatch,
            "with the issuer and another in an array as aud",
            d -> d.claims.putArray("aud").add(issuer()).add("https://other.example")),
        assertion(mismatch, "with an empty array as aud", d -> d.claims.putArray("aud")),
        denied(expired, "assertion: exp five minutes in the past", a -> a.plus("exp", -300)),
        denied(expired, "assertion: nbf 61 seconds in the future", a -> a.plus("nbf", 61)),
        denied(expired, "assertion: iat 61 seconds in the future", a -> a.plus("iat", 61)),
        assertion(failed, "without exp", d -> d.claims.remove("exp")),
        assertion(failed, "without jti", d -> d.claims.remove("jti")),
        denied(
            failed,
            "assertion: with duplicate names",
            a -> {
              a.beforeKafka();
              a.assertion.claimsText(t -> "{\"sub\":\"ue\"," + t.substring(1));
            }),
        denied(failed, "assertion: signed with RS256", IssueDeniedIT::rs256),
        assertion(failed, "with alg none", d -> d.headerAfterSigning("alg", "none")),
        assertion(failed, "with invalid signature", d -> d.compact(Draft::withBrokenSignature)),
        assertion(failed, "signed with another key", d -> d.signedBy(Forge.fresh())),
        assertion(mismatch, "with the typ of a proof", d -> d.header.put("typ", "dpop+jwt")));
  }

  private static String issuer() {
    return attacker.ue().issuer();
  }

  private static void details(Asking asking, String more) {
    asking.form.put(
        "authorization_details",
        "[{\"type\":\"seal-spatial\",\"actions\":[\"get\"]," + more + "}]");
  }

  /** For a client whose keys are for ES256 and PS256 only. */
  private static void rs256(Asking asking) {
    SigningKey key = RSA.with(Algorithm.RS256);
    ObjectNode claims = asking.assertion.claims;
    claims.put("iss", rsaOnly.id).put("sub", rsaOnly.id);
    ObjectNode header = StrictJson.object().put("alg", "RS256").put("typ", "JWT");
    asking.assertion.compact(text -> key.sign(header, claims));
  }

  /** The three texts that base64url has for a text, depending on where it begins. */
  private static String base64urlOf(String text) {
    var all = new ArrayList<String>();
    for (int before = 0; before < 3; before++) {
      String part = Forge.part("x".repeat(before) + text);
      int from = before == 0 ? 0 : before + 1; // what the text before it takes part in
      int whole = (before + text.length()) / 3 * 4;
      all.add(Pattern.quote(part.substring(from, whole)));
    }
    return "(?:" + String.join("|", all) + ")";
  }

  @BeforeAll
  static void ask_for_everything(KafkaUnderTest kafka) throws Exception {
    stack = TestStack.start(kafka.bootstrap());
    attacker = new Attacker(stack);
    robots = FurtherClient.of("robot-fleet", Forge.fresh()).valUes("robot-*").register(stack);
    rsaOnly =
        new FurtherClient(
                "rsa-fleet",
                Forge.fresh(),
                RSA.with(Algorithm.PS256).publicHalf().jwk(),
                Draft.jwk(Forge.fresh()))
            .register(stack);
    await("SIM-S knows the last client")
        .atMost(Duration.ofSeconds(30))
        .until(IssueDeniedIT::tellsOfAnUnknownKey, "CLIENT_AUTH_FAILED"::equals);
    var audited = new ArrayList<String>();
    int n = 0;
    for (Denied denied : cases().toList()) {
      String id = "denied-" + n++;
      var asking = new Asking();
      denied.change().accept(asking);
      ANSWERS.put(
          denied.name(), attacker.send(asking.request().header("Idempotency-Key", id)).get());
      if (asking.audited) {
        audited.add(id);
      }
    }
    audit = attacker.audit(audited);
  }

  /** The exact cause in the audit of a request in the name of the last client. */
  private static String tellsOfAnUnknownKey() throws Exception {
    String id = ValUe.newId();
    var asking = new Asking();
    asking.assertion.claims.put("iss", rsaOnly.id).put("sub", rsaOnly.id);
    attacker.send(asking.request().header("Idempotency-Key", id)).get();
    return attacker.audit(List.of(id)).get(id).get(0).getCause();
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack) {
      Reconciliation.check(ended);
    }
  }

  @Order(1)
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void over_http_each_is_denied_with_its_cause(Denied denied) {
    HttpResponse<String> answer = ANSWERS.get(denied.name());
    JsonNode json = Attacker.json(answer);
    FailureCause told = denied.cause().publicCause();
    assertAll(
        () -> assertEquals(told.name(), json.path("cause").asText()),
        () -> assertEquals(told.oauthError(), json.path("error").asText()),
        () -> assertEquals(told.httpStatus(), answer.statusCode()),
        () -> assertFalse(json.has("access_token"), "no token"));
  }

  @Order(1)
  @Test
  void each_has_one_audit_record_with_its_exact_cause_or_is_counted_by_the_gateway() {
    int n = 0;
    var counted = new HashMap<String, Long>();
    for (Denied denied : cases().toList()) {
      List<AuditRecord> found = audit.get("denied-" + n++);
      if (found == null) {
        counted.merge(denied.cause().name(), 1L, Long::sum);
      } else {
        assertEquals(1, found.size(), denied.name());
        assertEquals(denied.cause().name(), found.get(0).getCause(), denied.name());
        assertEquals(Outcome.REFUSED, found.get(0).getOutcome(), denied.name());
        assertNull(found.get(0).getJti(), denied.name());
      }
    }
    await("the gateway's own refusals are counted exactly")
        .atMost(Duration.ofSeconds(30))
        .until(attacker::gatewayRefusals, counted::equals);
  }

  @Order(1)
  @Test
  void an_assertion_that_counted_once_is_refused_as_replayed() throws Exception {
    var first = new Asking();
    first.form.put("scope", "seal:SS_SmLocalization:get"); // denied, and used up
    String used = first.assertion.text();
    first.assertion.compact(text -> used);
    assertEquals("SERVICE_NOT_ALLOWED", Attacker.cause(attacker.send(first.request()).get()));
    var second = new Asking();
    second.assertion.compact(text -> used);

    HttpResponse<String> answer = attacker.send(second.request()).get();

    assertEquals("401 ASSERTION_REPLAYED", Attacker.told(answer));
    assertEquals("invalid_client", Attacker.json(answer).path("error").asText());
  }

  @Order(1)
  @Test
  void over_kafka_the_same_is_denied() throws Exception {
    ValUe ue = attacker.ue();
    Map<String, TokenRequestBody> asked = new LinkedHashMap<>();
    asked.put("SERVICE_NOT_ALLOWED", ue.asksToken("SS_SmLocalization", "get", Optional.empty()));
    asked.put("UNKNOWN_SERVICE", ue.asksToken("SS_Everything", "get", Optional.empty()));
    asked.put("ACTION_NOT_ALLOWED", ue.asksToken(SM, "delete", Optional.empty()));
    asked.put("MAP_NOT_ALLOWED", ue.asksToken(SM, "get", withDetails("\"maps\":[2]")));
    asked.put(
        "AUTHORIZATION_DETAILS_INVALID",
        ue.asksToken(SM, "get", withDetails("\"locations\":[\"https://other.example\"]")));
    ValUe robot = new ValUe(ue.clientId(), "robot-1", ue.valService(), ue.issuer(), ue.key());
    asked.put("UNKNOWN_VAL_UE", robot.asksToken(SM, "get", Optional.empty()));
    for (var denied : asked.entrySet()) {
      TokenResponse answer = stack.kafka().ask(ue, denied.getValue());
      assertEquals(denied.getKey(), answer.getFailure().getCause());
      assertNull(answer.getToken());
    }
    var records =
        attacker.audit(asked.values().stream().map(TokenRequestBody::getRequestId).toList());
    asked.forEach(
        (cause, body) -> assertEquals(cause, records.get(body.getRequestId()).get(0).getCause()));
  }

  private static Optional<String> withDetails(String more) {
    return Optional.of("[{\"type\":\"seal-spatial\",\"actions\":[\"get\"]," + more + "}]");
  }

  @Order(2)
  @Test
  void no_token_lies_on_any_topic() throws Exception {
    EveryTopic all = EveryTopic.of(stack);
    assertEquals(Set.of(), all.topics(bytes -> ACCESS_TOKEN.matcher(bytes).find()));
  }

  /**
   * The leeway of ten seconds, and what does not matter; and the tokens are seen where they are.
   */
  @Order(3)
  @Test
  void what_may_be_asked_is_granted_with_the_configured_audience_and_life() throws Exception {
    Map<String, Consumer<Asking>> granted = new LinkedHashMap<>();
    granted.put("as it is", a -> {});
    granted.put("nbf and iat 8 seconds in the future", a -> soon(a, 8));
    granted.put(
        "aud an array of the issuer", a -> a.assertion.claims.putArray("aud").add(issuer()));
    granted.put(
        "typ of the newer form", a -> a.assertion.header.put("typ", "client-authentication+jwt"));
    granted.put(
        "another audience and a longer life, which are ignored",
        a -> {
          a.form.put("resource", "https://other.example");
          a.form.put("audience", "https://other.example");
          a.form.put("expires_in", "86400");
          a.form.put("requested_token_lifetime", "86400");
        });
    for (var one : granted.entrySet()) {
      var asking = new Asking();
      one.getValue().accept(asking);
      HttpResponse<String> answer = attacker.send(asking.request()).get();
      assertEquals(200, answer.statusCode(), one.getKey() + answer.body());
      ObjectNode claims =
          CompactJws.parse(Attacker.json(answer).path("access_token").asText()).claims();
      assertEquals(audience(), claims.path("aud").asText(), one.getKey());
      assertEquals(300, claims.path("exp").asLong() - claims.path("iat").asLong(), one.getKey());
    }
    assertNotNull(
        stack
            .kafka()
            .ask(attacker.ue(), attacker.ue().asksToken(SM, "get", Optional.empty()))
            .getToken());
    Set<String> topics = EveryTopic.of(stack).topics(bytes -> ACCESS_TOKEN.matcher(bytes).find());
    assertEquals(
        Set.of(
            Topic.replies(stack.prefix(), Topic.GATEWAY_REQUESTOR),
            Topic.replies(stack.prefix(), DemoWorld.REQUESTOR)),
        topics,
        "the search does find tokens");
  }

  private static String audience() {
    return stack.stack().config().sim().orElseThrow().audience().toString();
  }

  private static void soon(Asking asking, long seconds) {
    asking.plus("nbf", seconds);
    asking.plus("iat", seconds);
  }
}
