/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.lm.token.TokenKit.NOON;
import static org.sealspatial.lm.token.TokenKit.SETTINGS;
import static org.sealspatial.schemas.FailureCause.TOKEN_EXPIRED;
import static org.sealspatial.schemas.FailureCause.TOKEN_KEY_UNKNOWN;
import static org.sealspatial.schemas.FailureCause.TOKEN_LIFETIME;
import static org.sealspatial.schemas.FailureCause.TOKEN_NOT_YET_VALID;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.jose.Rejected;
import org.sealspatial.lm.port.TrustedKeys.State;
import org.sealspatial.lm.token.HostileTokens.Attack;
import org.sealspatial.lm.token.HostileTokens.Case;
import org.sealspatial.lm.token.TokenKit.Keys;
import org.sealspatial.schemas.FailureCause;

/** Every hostile token, at the verifier: refused, with its cause and no other. */
class HostileTokensTest {
  private static final Forge SIM = Forge.fresh();
  private static final ObjectNode GOOD = TokenKit.claims("SS_SmManagement", "get");
  private static final HostileTokens TOKENS =
      new HostileTokens(SIM, GOOD, NOON, "http://127.0.0.1:9/keys");

  private final TokenValidation validation = new TokenValidation(SETTINGS, 100);
  private final Keys keys = new Keys().put(SIM.key(), State.ACTIVE, 1);

  private void refuses(Case hostile) {
    assertEquals(hostile.cause(), refusal(hostile.token(), NOON), hostile.toString());
  }

  private FailureCause refusal(String token, Instant now) {
    return assertThrows(Rejected.class, () -> accept(token, now)).failureCause();
  }

  private void accept(String token, Instant now) throws Rejected {
    validation.inForce(validation.signed(token, keys), Set.of(), now);
  }

  @Test
  void the_token_they_are_all_made_from_is_accepted() throws Rejected {
    accept(SIM.sign(SIM.header(), GOOD), NOON);
  }

  @ParameterizedTest
  @EnumSource(Attack.class)
  void each_attack_has_cases(Attack attack) {
    assertTrue(TOKENS.of(attack).count() >= 10, attack + " is hardly tried");
  }

  static Stream<Case> algNone() {
    return TOKENS.of(Attack.ALG_NONE);
  }

  @ParameterizedTest
  @MethodSource("algNone")
  void an_unsigned_token_is_refused_however_none_is_written(Case hostile) {
    refuses(hostile);
  }

  static Stream<Case> keyConfusion() {
    return TOKENS.of(Attack.KEY_CONFUSION);
  }

  @ParameterizedTest
  @MethodSource("keyConfusion")
  void our_public_key_is_nobodys_secret(Case hostile) {
    refuses(hostile);
  }

  static Stream<Case> psychic() {
    return TOKENS.of(Attack.PSYCHIC_SIGNATURE);
  }

  @ParameterizedTest
  @MethodSource("psychic")
  void a_signature_that_nobody_made_is_refused(Case hostile) {
    refuses(hostile);
  }

  static Stream<Case> keyInHeader() {
    return TOKENS.of(Attack.KEY_IN_HEADER);
  }

  @ParameterizedTest
  @MethodSource("keyInHeader")
  void no_header_brings_or_names_a_key(Case hostile) {
    refuses(hostile);
    assertEquals(0, keys.finds(), "no key is looked up");
  }

  @Test
  void no_url_in_a_header_is_opened() throws Exception {
    try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      listener.setSoTimeout(1);
      String lure = "http://127.0.0.1:" + listener.getLocalPort() + "/keys";
      var lured = new HostileTokens(SIM, GOOD, NOON, lure);
      Stream.of(Attack.KEY_IN_HEADER, Attack.KEY_ID).flatMap(lured::of).forEach(this::refuses);
      // Whoever had connected would wait in the backlog by now.
      assertThrows(SocketTimeoutException.class, listener::accept);
    }
  }

  static Stream<Case> keyIds() {
    return TOKENS.of(Attack.KEY_ID);
  }

  @ParameterizedTest
  @MethodSource("keyIds")
  void a_key_id_is_text_to_be_compared_and_nothing_else(Case hostile) {
    refuses(hostile);
    assertTrue(keys.finds() <= 1, "one look at most");
  }

  @Test
  void a_thousand_unknown_key_ids_are_a_thousand_looks_into_memory() {
    for (int n = 0; n < 1_000; n++) {
      String kid = "unknown-" + n;
      assertEquals(TOKEN_KEY_UNKNOWN, refusal(SIM.sign(SIM.header().put("kid", kid), GOOD), NOON));
    }
    assertEquals(1_000, keys.finds(), "no second look, and there is nothing to load");
  }

  static Stream<Case> critical() {
    return TOKENS.of(Attack.CRITICAL_EXTENSION);
  }

  @ParameterizedTest
  @MethodSource("critical")
  void an_extension_is_refused_critical_or_not(Case hostile) {
    refuses(hostile);
  }

  static Stream<Case> types() {
    return TOKENS.of(Attack.TYPE);
  }

  @ParameterizedTest
  @MethodSource("types")
  void only_an_access_token_is_one(Case hostile) {
    refuses(hostile);
  }

  @ParameterizedTest
  @ValueSource(strings = {"at+jwt", "AT+JWT", "At+Jwt", "application/at+jwt", "APPLICATION/AT+JWT"})
  void the_type_of_an_access_token_may_be_written_either_way(String typ) throws Rejected {
    accept(SIM.sign(SIM.header().put("typ", typ), GOOD), NOON);
  }

  static Stream<Case> issuers() {
    return TOKENS.of(Attack.ISSUER);
  }

  @ParameterizedTest
  @MethodSource("issuers")
  void only_the_exact_issuer_is_the_issuer(Case hostile) {
    refuses(hostile);
  }

  static Stream<Case> audiences() {
    return TOKENS.of(Attack.AUDIENCE);
  }

  @ParameterizedTest
  @MethodSource("audiences")
  void only_this_server_alone_is_the_audience(Case hostile) {
    refuses(hostile);
  }

  @Test
  void an_array_of_this_server_alone_is_its_name() throws Rejected {
    ObjectNode claims = GOOD.deepCopy();
    claims.putArray("aud").add(GOOD.get("aud").textValue());
    accept(SIM.sign(SIM.header(), claims), NOON);
  }

  static Stream<Case> times() {
    return TOKENS.of(Attack.TIME);
  }

  @ParameterizedTest
  @MethodSource("times")
  void a_token_out_of_its_time_is_refused(Case hostile) {
    refuses(hostile);
  }

  /** Seconds from now: the leeway is ten, either way and to the second. */
  @ParameterizedTest
  @CsvSource({"-60, -5", "-60, -9", "8, 60", "10, 60", "-60, 540"})
  void the_leeway_of_ten_seconds_is_given(long issued, long expires) throws Rejected {
    accept(lived(issued, expires), NOON);
  }

  @ParameterizedTest
  @CsvSource({
    "-60, -10, TOKEN_EXPIRED",
    "-60, -11, TOKEN_EXPIRED",
    "11, 70, TOKEN_NOT_YET_VALID",
    "61, 120, TOKEN_NOT_YET_VALID",
    "-60, 541, TOKEN_LIFETIME",
    "8, 7, TOKEN_LIFETIME"
  })
  void no_more_than_the_leeway_is_given(long issued, long expires, FailureCause cause) {
    assertTrue(Set.of(TOKEN_EXPIRED, TOKEN_NOT_YET_VALID, TOKEN_LIFETIME).contains(cause));
    assertEquals(cause, refusal(lived(issued, expires), NOON));
  }

  private static String lived(long issued, long expires) {
    long now = NOON.getEpochSecond();
    ObjectNode claims =
        GOOD.deepCopy().put("iat", now + issued).put("nbf", now + issued).put("exp", now + expires);
    return SIM.sign(SIM.header(), claims);
  }

  static Stream<Case> duplicates() {
    return TOKENS.of(Attack.DUPLICATE_NAME);
  }

  @ParameterizedTest
  @MethodSource("duplicates")
  void nothing_is_said_twice(Case hostile) {
    refuses(hostile);
  }

  static Stream<Case> depthAndSize() {
    return TOKENS.of(Attack.DEPTH_AND_SIZE);
  }

  @ParameterizedTest
  @MethodSource("depthAndSize")
  void what_is_deep_or_large_is_refused_before_it_costs_anything(Case hostile) {
    var memory =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    refuses(hostile);
    long before = memory.getCurrentThreadAllocatedBytes();
    refuses(hostile);
    long allocated = memory.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 256 * 1024, hostile + " allocates " + allocated + " bytes");
  }

  static Stream<Case> encrypted() {
    return TOKENS.of(Attack.ENCRYPTED);
  }

  @ParameterizedTest
  @MethodSource("encrypted")
  void an_encrypted_token_is_refused_by_its_shape_alone(Case hostile) {
    List<String> asked = CryptoAsked.during(() -> refuses(hostile));
    asked.remove("MessageDigest.SHA-256"); // what the cache of good tokens is asked by
    assertEquals(List.of(), asked, "no cipher, no key agreement, no key derivation");
    assertEquals(0, keys.finds());
  }

  @Test
  void a_good_token_does_ask_for_crypto() {
    String token = SIM.sign(SIM.header(), GOOD);
    List<String> asked =
        CryptoAsked.during(
            () -> {
              try {
                java.security.Signature.getInstance("SHA256withECDSA");
                accept(token, NOON);
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    assertTrue(asked.contains("Signature.SHA256withECDSA"), "the counter counts: " + asked);
  }

  static Stream<Case> scopes() {
    return TOKENS.of(Attack.SCOPE);
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void a_scope_outside_the_grammar_opens_nothing(Case hostile) {
    refuses(hostile);
  }

  static Stream<Case> claimTypes() {
    return TOKENS.of(Attack.CLAIM_TYPE);
  }

  @ParameterizedTest
  @MethodSource("claimTypes")
  void a_claim_of_another_json_type_is_malformed(Case hostile) {
    refuses(hostile);
  }
}
