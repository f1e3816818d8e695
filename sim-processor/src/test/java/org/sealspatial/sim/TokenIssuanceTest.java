/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.sim.ArcadeView.CLIENT_KEY;
import static org.sealspatial.sim.ArcadeView.CRYPTO;
import static org.sealspatial.sim.ArcadeView.SETTINGS;
import static org.sealspatial.sim.ArcadeView.SIM_KEY;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.Binding;
import org.sealspatial.jose.ClientAssertion;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.Proof;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.replay.RequestMemory;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.sim.domain.Limit;
import org.sealspatial.sim.domain.Names;
import org.sealspatial.sim.domain.Policies;
import org.sealspatial.sim.domain.Rule;

class TokenIssuanceTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final String TOPIC = "seal.token.requests.v1";
  private static final String SHOWN = "s".repeat(43);
  private static final Rule VISITORS =
      new Rule(
          "plaza/visitors",
          Rule.Effect.ALLOW,
          new Rule.Who(Names.ANY, Names.ANY, Optional.empty(), Names.ANY),
          new Rule.What(Names.ANY, new Names(List.of("get"))),
          Limit.NONE,
          Rule.InForce.ALWAYS,
          Optional.empty());

  private final RequestMemory memory = new RequestMemory(100, Duration.ofMinutes(30));
  private final TokenIssuance sim = new TokenIssuance(SETTINGS, CRYPTO, new TokenIds(new byte[32]));

  private final ArcadeView view =
      new ArcadeView() {
        @Override
        public Policies policies() {
          return new FixedPolicies(List.of(VISITORS), 3);
        }

        @Override
        public Optional<SigningKey> activeKey() {
          return Optional.of(SIM_KEY);
        }
      };

  /** A valid request on the direct topic; each test changes one thing. */
  private static final class Ask {
    String requestId = "r-1";
    String clientId = "arcade";
    String valUe = "ue-1";
    String service = "SS_SmManagement";
    String action = "get";
    Optional<String> details = Optional.empty();
    String recordKey = "ue-1";
    boolean ownsPartition = true;
    String digest = "digest-of-body";
    String signedDigest = "digest-of-body";
    String jti = UUID.randomUUID().toString();
    SigningKey key = CLIENT_KEY;
    Instant signedAt = NOON;
    String aud = SETTINGS.issuer();
    Optional<Binding.Http> http = Optional.empty();
    boolean fromGateway;
    Optional<String> proof = Optional.empty();
    Optional<String> certificate = Optional.empty();

    TokenCall call() {
      var binding = new Binding.Record(TOPIC, requestId, signedDigest);
      String assertion =
          http.isPresent()
              ? key.sign("JWT", ClientAssertion.claims(clientId, aud, jti, signedAt))
              : key.sign(
                  ClientAssertion.RECORD_TYP,
                  ClientAssertion.forRecord(clientId, aud, binding, jti, signedAt));
      return new TokenCall(
          new TokenCall.Arrival(
              TOPIC, Optional.of(recordKey), ownsPartition, NOON, http, fromGateway, fromGateway),
          requestId,
          clientId,
          valUe,
          Optional.empty(),
          "vr.example",
          service,
          List.of(action),
          details,
          NOON.plusSeconds(10),
          new TokenCall.Credentials(assertion, proof, certificate, digest),
          valUe + service + action);
    }
  }

  private TokenReply ask(UnaryOperator<Ask> change) {
    return sim.handle(change.apply(new Ask()).call(), view, memory, NOON);
  }

  @Test
  void a_known_client_gets_a_token_bound_to_the_key_that_signed_its_request() throws Exception {
    TokenReply reply = ask(a -> a);

    var jws = CompactJws.parse(reply.token().orElseThrow().accessToken());
    assertTrue(SIM_KEY.publicHalf().verify(jws), "signed by the active key");
    var token = AccessToken.fromJson(jws.claims());
    assertEquals("ue-1", token.subject());
    assertEquals("https://lm.example", token.audience());
    assertEquals("seal:SS_SmManagement:get", token.scope());
    assertEquals(Optional.of(CLIENT_KEY.publicHalf().thumbprint()), token.confirmation());
    assertEquals(NOON.plusSeconds(300), token.expiresAt());
    assertTrue(token.jti().length() >= 22, "at least 128 bits of jti");
  }

  @ParameterizedTest(name = "{0} is refused as {1}")
  @CsvSource({
    "unknown client, UNKNOWN_CLIENT",
    "other key, CLIENT_AUTH_FAILED",
    "other body, ASSERTION_MISMATCH",
    "other audience, ASSERTION_MISMATCH",
    "old assertion, ASSERTION_EXPIRED",
    "http shape on the direct topic, REQUEST_MALFORMED",
    "other record key, KEY_MISMATCH",
    "other partition, KEY_MISMATCH",
    "other VAL UE, UNKNOWN_VAL_UE",
    "unknown service, UNKNOWN_SERVICE",
    "action no rule allows, ACTION_NOT_ALLOWED",
    "details of another type, AUTHORIZATION_DETAILS_INVALID",
    "blank in the request id, REQUEST_MALFORMED"
  })
  void one_wrong_thing_is_refused_with_its_cause(String what, FailureCause expected) {
    TokenReply reply =
        ask(
            a -> {
              switch (what) {
                case "unknown client" -> a.clientId = "nobody";
                case "other key" -> a.key = SigningKey.generate(Algorithm.ES256, CRYPTO);
                case "other body" -> a.signedDigest = "digest-of-another-body";
                case "other audience" -> a.aud = "https://elsewhere.example";
                case "old assertion" -> a.signedAt = NOON.minusSeconds(71);
                case "http shape on the direct topic" ->
                    a.http =
                        Optional.of(new Binding.Http("POST", "https://sim.example/oauth2/token"));
                case "other record key" -> a.recordKey = "ue-2";
                case "other partition" -> a.ownsPartition = false;
                case "other VAL UE" -> a.valUe = a.recordKey = "someone-else";
                case "unknown service" -> a.service = "SS_Nothing";
                case "action no rule allows" -> a.action = "delete";
                case "details of another type" -> a.details = Optional.of("[{\"type\":\"x\"}]");
                case "blank in the request id" -> a.requestId = "r 1";
                default -> throw new AssertionError(what);
              }
              return a;
            });

    assertEquals(Optional.of(expected), reply.cause(), what);
    assertTrue(reply.token().isEmpty(), "no token for: " + what);
  }

  @Test
  void the_same_request_again_gets_the_same_token_identity() throws Exception {
    TokenReply first = ask(a -> a);
    TokenReply again = sim.handle(new Ask().call(), view, memory, NOON.plusSeconds(3));

    assertTrue(again.duplicate(), "the second answer is a duplicate");
    assertEquals(claims(first).jti(), claims(again).jti());
    assertEquals(claims(first).expiresAt(), claims(again).expiresAt());
  }

  @Test
  void the_same_request_id_for_another_request_is_refused() {
    ask(a -> a);
    TokenReply other = ask(a -> with(a, b -> b.valUe = b.recordKey = "ue-2"));
    assertEquals(Optional.of(FailureCause.REQUEST_ID_REUSED), other.cause());
  }

  @Test
  void an_assertion_used_for_another_request_is_refused() {
    ask(a -> with(a, b -> b.jti = "used"));
    TokenReply other =
        ask(
            a ->
                with(
                    a,
                    b -> {
                      b.jti = "used";
                      b.requestId = "r-2";
                    }));
    assertEquals(Optional.of(FailureCause.ASSERTION_REPLAYED), other.cause());
  }

  @Test
  void a_rolled_back_decision_was_never_made() {
    ask(a -> with(a, b -> b.jti = "used"));
    memory.rollback();
    TokenReply again = ask(a -> with(a, b -> b.jti = "used"));
    assertTrue(again.token().isPresent() && !again.duplicate(), "decided afresh");
  }

  @Test
  void a_duplicate_of_a_revoked_token_is_refused() throws Exception {
    TokenReply first = ask(a -> a);
    view.revoked.add(claims(first).jti());
    assertEquals(Optional.of(FailureCause.TOKEN_REVOKED), ask(a -> a).cause());
  }

  @Test
  void over_http_the_token_is_bound_to_the_proven_dpop_key() throws Exception {
    var http = new Binding.Http("POST", "https://sim.example/oauth2/token");
    SigningKey dpop = SigningKey.generate(Algorithm.ES256, CRYPTO);
    String proof =
        dpop.signProof(
            Proof.HTTP_TYP,
            Proof.claims(http, Optional.empty(), UUID.randomUUID().toString(), NOON));

    TokenReply bound = ask(a -> with(a, b -> http(b, http, Optional.of(proof))));
    TokenReply unproven = ask(a -> with(a, b -> http(b, http, Optional.empty())));

    assertEquals(Optional.of(dpop.publicHalf().thumbprint()), claims(bound).confirmation());
    assertNotEquals(Optional.empty(), unproven.cause(), "this client is registered with proof");
    assertEquals(Optional.of(FailureCause.PROOF_REQUIRED), unproven.cause());
  }

  @Test
  void over_http_the_token_is_bound_to_the_certificate_where_the_client_is_registered_so()
      throws Exception {
    view.proofRequired = false;
    view.certificateBound = true;

    TokenReply bound = ask(a -> with(a, b -> overTls(b, Optional.of(SHOWN))));
    TokenReply bare = ask(a -> with(a, b -> overTls(b, Optional.empty())));

    assertEquals(Optional.of(SHOWN), claims(bound).certificate());
    assertEquals(Optional.empty(), claims(bound).confirmation());
    assertEquals("Bearer", bound.token().orElseThrow().type());
    assertEquals(Optional.of(FailureCause.CERTIFICATE_REQUIRED), bare.cause());
  }

  @Test
  void a_certificate_does_not_spare_the_proof_and_the_token_is_bound_to_both() throws Exception {
    view.certificateBound = true;
    var http = new Binding.Http("POST", "https://sim.example/oauth2/token");
    SigningKey dpop = SigningKey.generate(Algorithm.ES256, CRYPTO);
    String proof =
        dpop.signProof(
            Proof.HTTP_TYP,
            Proof.claims(http, Optional.empty(), UUID.randomUUID().toString(), NOON));

    TokenReply unproven = ask(a -> with(a, b -> overTls(b, Optional.of(SHOWN))));
    TokenReply both =
        ask(
            a ->
                with(
                    a,
                    b -> {
                      overTls(b, Optional.of(SHOWN));
                      b.proof = Optional.of(proof);
                    }));

    assertEquals(Optional.of(FailureCause.PROOF_REQUIRED), unproven.cause());
    assertEquals(Optional.of(SHOWN), claims(both).certificate());
    assertEquals(Optional.of(dpop.publicHalf().thumbprint()), claims(both).confirmation());
    assertEquals("DPoP", both.token().orElseThrow().type());
  }

  @Test
  void a_certificate_binds_nothing_where_the_client_is_not_registered_so_or_asks_over_kafka()
      throws Exception {
    view.proofRequired = false;
    TokenReply unregistered = ask(a -> with(a, b -> overTls(b, Optional.of(SHOWN))));
    view.certificateBound = true;
    TokenReply direct = ask(a -> with(a, b -> b.requestId = "r-2"));

    assertEquals(Optional.empty(), claims(unregistered).certificate());
    assertEquals(Optional.empty(), claims(direct).certificate());
    assertEquals(Optional.of(CLIENT_KEY.publicHalf().thumbprint()), claims(direct).confirmation());
  }

  @Test
  void the_same_request_over_another_certificate_gets_the_binding_it_first_got() throws Exception {
    view.proofRequired = false;
    view.certificateBound = true;
    ask(a -> with(a, b -> overTls(b, Optional.of(SHOWN))));

    TokenReply again = ask(a -> with(a, b -> overTls(b, Optional.of("o".repeat(43)))));

    assertTrue(again.duplicate(), "the same request");
    assertEquals(Optional.of(SHOWN), claims(again).certificate());
  }

  private static void overTls(Ask ask, Optional<String> certificate) {
    http(ask, new Binding.Http("POST", "https://sim.example/oauth2/token"), Optional.empty());
    ask.certificate = certificate;
  }

  private TokenReply askOverHttp(String requestId, String jti, String proofJti) {
    var http = new Binding.Http("POST", "https://sim.example/oauth2/token");
    return ask(
        a ->
            with(
                a,
                b -> {
                  http(b, http, Optional.of(proof(http, proofJti)));
                  b.requestId = requestId;
                  b.jti = jti;
                }));
  }

  /** Over HTTP the answer goes to whoever asks: who copied the request must not get it. */
  @Test
  void over_http_the_same_request_again_needs_an_assertion_and_a_proof_of_its_own()
      throws Exception {
    TokenReply first = askOverHttp("r-1", "a-1", "p-1");

    assertEquals(
        Optional.of(FailureCause.ASSERTION_REPLAYED), askOverHttp("r-1", "a-1", "p-1").cause());
    assertEquals(
        Optional.of(FailureCause.ASSERTION_REPLAYED), askOverHttp("r-1", "a-1", "p-2").cause());
    assertEquals(
        Optional.of(FailureCause.PROOF_REPLAYED), askOverHttp("r-1", "a-2", "p-1").cause());
    TokenReply again = askOverHttp("r-1", "a-2", "p-2");
    assertTrue(again.duplicate());
    assertEquals(claims(first).jti(), claims(again).jti());
  }

  @Test
  void a_dpop_proof_counts_once_whatever_assertion_it_comes_with() {
    TokenReply first = askOverHttp("r-1", "a-1", "p-1");
    assertTrue(first.possessionHash().isPresent(), "the audit is told what was used up");
    assertEquals(
        Optional.of(FailureCause.PROOF_REPLAYED), askOverHttp("r-2", "a-2", "p-1").cause());
    assertTrue(askOverHttp("r-3", "a-2", "p-3").token().isPresent(), "a refusal uses nothing up");
    assertTrue(askOverHttp("r-4", "p-4", "p-4").token().isPresent(), "one jti for both is fine");
  }

  @Test
  void a_dpop_proof_that_was_refused_for_good_is_used_up_too() {
    TokenReply refused =
        ask(
            a ->
                with(
                    a,
                    b -> {
                      var http = new Binding.Http("POST", "https://sim.example/oauth2/token");
                      http(b, http, Optional.of(proof(http, "p-1")));
                      b.service = "SS_Nothing";
                    }));
    assertEquals(Optional.of(FailureCause.UNKNOWN_SERVICE), refused.cause());
    assertTrue(refused.possessionHash().isPresent());
    assertEquals(
        Optional.of(FailureCause.PROOF_REPLAYED), askOverHttp("r-2", "a-2", "p-1").cause());
  }

  private static String proof(Binding.Http http, String jti) {
    return CLIENT_KEY.signProof(Proof.HTTP_TYP, Proof.claims(http, Optional.empty(), jti, NOON));
  }

  private static void http(Ask ask, Binding.Http http, Optional<String> proof) {
    ask.http = Optional.of(http);
    ask.fromGateway = true;
    ask.recordKey = "arcade";
    ask.proof = proof;
  }

  private static Ask with(Ask ask, java.util.function.Consumer<Ask> change) {
    change.accept(ask);
    return ask;
  }

  private static AccessToken claims(TokenReply reply) throws Exception {
    return AccessToken.fromJson(
        CompactJws.parse(reply.token().orElseThrow().accessToken()).claims());
  }
}
