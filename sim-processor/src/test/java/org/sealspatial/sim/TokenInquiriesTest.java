/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.sim.ArcadeView.CLIENT_KEY;
import static org.sealspatial.sim.ArcadeView.CRYPTO;
import static org.sealspatial.sim.ArcadeView.SETTINGS;
import static org.sealspatial.sim.ArcadeView.SIM_KEY;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.AuthorizationDetail;
import org.sealspatial.jose.Binding;
import org.sealspatial.jose.ClientAssertion;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.TokenRules;
import org.sealspatial.jose.replay.RequestMemory;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.sim.TokenInquiry.Operation;
import org.sealspatial.sim.domain.Policies;

/** What SIM-S says of a token is what LM-S would do with it, and it says so to its client alone. */
class TokenInquiriesTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final String TOPIC = "seal.token.requests.v1";
  private static final TokenRules RULES =
      new TokenRules(
          SETTINGS.issuer(),
          SETTINGS.audience(),
          EnumSet.allOf(Algorithm.class),
          Duration.ofSeconds(10),
          SETTINGS.maxLifetime());
  private static final String INACTIVE = "{\"active\":false}";

  private final RequestMemory memory = new RequestMemory(100, Duration.ofMinutes(30));
  private final TokenInquiries sim = new TokenInquiries(SETTINGS, RULES, CRYPTO);

  private final ArcadeView view =
      new ArcadeView() {
        @Override
        public Policies policies() {
          throw new AssertionError("an inquiry asks no policy");
        }

        @Override
        public Optional<SigningKey> activeKey() {
          throw new AssertionError("an inquiry needs no key to sign with");
        }
      };

  private static String token(String client) {
    var detail = new AuthorizationDetail(List.of("get"), List.of(), List.of(), Optional.empty());
    var claims =
        new AccessToken(
            SETTINGS.issuer(),
            "ue-1",
            SETTINGS.audience(),
            client,
            "seal:SS_SmManagement:get",
            NOON,
            NOON.plusSeconds(300),
            "jti-1",
            Optional.of(CLIENT_KEY.publicHalf().thumbprint()),
            Optional.empty(),
            List.of(detail),
            3);
    return SIM_KEY.sign(AccessToken.TYP, claims.toJson());
  }

  private InquiryReply ask(Operation operation, String token, SigningKey signer, Instant now) {
    String id = UUID.randomUUID().toString();
    var binding = new Binding.Record(TOPIC, id, "digest");
    String assertion =
        signer.sign(
            ClientAssertion.RECORD_TYP,
            ClientAssertion.forRecord(
                "arcade", SETTINGS.issuer(), binding, UUID.randomUUID().toString(), now));
    var call =
        new TokenInquiry(
            new TokenCall.Arrival(
                TOPIC, Optional.of("ue-1"), true, now, Optional.empty(), false, false),
            id,
            "arcade",
            "ue-1",
            operation,
            token,
            now.plusSeconds(10),
            new TokenCall.Credentials(assertion, Optional.empty(), Optional.empty(), "digest"),
            id);
    return sim.handle(call, view, memory, now);
  }

  private InquiryReply ask(Operation operation, String token) {
    return ask(operation, token, CLIENT_KEY, NOON);
  }

  private String introspected(String token, Instant now) {
    return ask(Operation.INTROSPECT, token, CLIENT_KEY, now).status().orElseThrow().toString();
  }

  @Test
  void its_own_good_token_is_active_with_its_claims_and_can_be_revoked() {
    String token = token("arcade");
    InquiryReply asked = ask(Operation.INTROSPECT, token);
    assertTrue(asked.status().orElseThrow().get("active").booleanValue());
    assertEquals("jti-1", asked.status().get().get("jti").textValue());
    assertFalse(asked.revokes());
    assertTrue(ask(Operation.REVOKE, token).revokes());
  }

  @Test
  void a_revoked_token_is_not_active_and_is_not_revoked_twice() {
    String token = token("arcade");
    view.revoked.add("jti-1");
    assertEquals(INACTIVE, introspected(token, NOON));
    InquiryReply again = ask(Operation.REVOKE, token);
    assertEquals(Optional.empty(), again.cause());
    assertFalse(again.revokes());
  }

  @Test
  void a_token_is_active_up_to_the_leeway_that_lm_gives_and_not_a_second_longer() {
    String token = token("arcade");
    Instant end = NOON.plusSeconds(300).plus(RULES.leeway());
    assertTrue(introspected(token, end.minusSeconds(1)).startsWith("{\"active\":true"));
    assertEquals(INACTIVE, introspected(token, end));
    assertFalse(ask(Operation.REVOKE, token, CLIENT_KEY, end).revokes(), "nothing to revoke");
  }

  @Test
  void a_token_under_a_key_that_verifies_no_longer_or_never_did_is_not_active() {
    String token = token("arcade");
    view.keys
        .clear(); // retired, pending, or without a chain to the anchor: the view gives no such key
    assertEquals(INACTIVE, introspected(token, NOON));
    assertFalse(ask(Operation.REVOKE, token).revokes());
  }

  @Test
  void another_clients_token_is_not_told_about_and_not_revoked() {
    String token = token("other-fleet");
    assertEquals(INACTIVE, introspected(token, NOON));
    InquiryReply refused = ask(Operation.REVOKE, token);
    assertEquals(Optional.of(FailureCause.TOKEN_NOT_YOURS), refused.cause());
    assertFalse(refused.revokes());
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void while_it_is_not_known_what_was_revoked_nothing_is_said(Operation operation) {
    view.stale = true;
    for (String token : List.of(token("arcade"), token("other-fleet"), "x")) {
      InquiryReply refused = ask(operation, token);
      assertEquals(Optional.of(FailureCause.REVOCATIONS_STALE), refused.cause());
      assertEquals(Optional.empty(), refused.status());
      assertFalse(refused.revokes());
    }
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void who_is_not_proven_learns_nothing_and_revokes_nothing(Operation operation) {
    SigningKey thief = SigningKey.generate(Algorithm.ES256, CRYPTO);
    InquiryReply refused = ask(operation, token("arcade"), thief, NOON);
    assertEquals(Optional.of(FailureCause.CLIENT_AUTH_FAILED), refused.cause());
    assertEquals(Optional.empty(), refused.status());
    assertEquals(Optional.empty(), refused.decision(), "nothing is used up");
    assertFalse(refused.revokes());
  }
}
