/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.sealspatial.lm.token.TokenKit.CLIENT;
import static org.sealspatial.lm.token.TokenKit.CRYPTO;
import static org.sealspatial.lm.token.TokenKit.NOON;
import static org.sealspatial.lm.token.TokenKit.SETTINGS;
import static org.sealspatial.lm.token.TokenKit.SIM;
import static org.sealspatial.lm.token.TokenKit.claims;
import static org.sealspatial.lm.token.TokenKit.header;
import static org.sealspatial.lm.token.TokenKit.sign;
import static org.sealspatial.schemas.FailureCause.SCOPE_INSUFFICIENT;
import static org.sealspatial.schemas.FailureCause.TOKEN_ALG_NOT_ALLOWED;
import static org.sealspatial.schemas.FailureCause.TOKEN_AUDIENCE;
import static org.sealspatial.schemas.FailureCause.TOKEN_EXPIRED;
import static org.sealspatial.schemas.FailureCause.TOKEN_ISSUER;
import static org.sealspatial.schemas.FailureCause.TOKEN_KEY_UNKNOWN;
import static org.sealspatial.schemas.FailureCause.TOKEN_LIFETIME;
import static org.sealspatial.schemas.FailureCause.TOKEN_MALFORMED;
import static org.sealspatial.schemas.FailureCause.TOKEN_NOT_YET_VALID;
import static org.sealspatial.schemas.FailureCause.TOKEN_SIGNATURE_INVALID;
import static org.sealspatial.schemas.FailureCause.TOKEN_TOO_LARGE;
import static org.sealspatial.schemas.FailureCause.TOKEN_TYPE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.lm.domain.VerifiedToken;
import org.sealspatial.lm.port.TrustedKeys.State;
import org.sealspatial.lm.token.TokenKit.Keys;
import org.sealspatial.schemas.FailureCause;

class TokenValidationTest {
  private final TokenValidation validation = new TokenValidation(SETTINGS, 100);
  private final Keys keys = Keys.of(SIM);

  @Test
  void takes_a_token_of_the_trusted_issuer() throws Rejected {
    VerifiedToken token = verify(sign(claims("SS_SmManagement", "get")), NOON);
    assertEquals("client-a", token.identity().clientId());
    assertEquals("ue-1", token.identity().subject());
    assertEquals("SS_SmManagement", token.scope().service());
    assertEquals(Set.of("get"), token.scope().actions());
    assertEquals(CLIENT.publicHalf().thumbprint(), token.jkt().orElseThrow());
    assertEquals(1, token.grants().size());
    assertEquals(3, token.issue().policyVersion());
  }

  static Stream<Arguments> forgeries() {
    ObjectNode good = claims("SS_SmManagement", "get");
    SigningKey stranger = SigningKey.generate(Algorithm.ES256, CRYPTO);
    SigningKey rsa = SigningKey.generate(Algorithm.PS256, CRYPTO);
    String token = sign(good);
    String payload = token.split("\\.")[1];
    return Stream.of(
        arguments("no token at all", "x", TOKEN_MALFORMED),
        arguments("two parts", token.substring(0, token.lastIndexOf('.')), TOKEN_MALFORMED),
        arguments("a JWE's five parts", token + ".a.b", TOKEN_MALFORMED),
        arguments("padding", token + "=", TOKEN_MALFORMED),
        arguments("a blank", " " + token, TOKEN_MALFORMED),
        arguments("too long", token + "A".repeat(8192), TOKEN_TOO_LARGE),
        arguments("alg none", unsigned("none", payload), TOKEN_ALG_NOT_ALLOWED),
        arguments("alg noNE", unsigned("noNE", payload), TOKEN_ALG_NOT_ALLOWED),
        arguments("alg HS256", unsigned("HS256", payload), TOKEN_ALG_NOT_ALLOWED),
        arguments("alg in lower case", unsigned("es256", payload), TOKEN_ALG_NOT_ALLOWED),
        arguments("an algorithm switched off", rsa.sign("at+jwt", good), TOKEN_ALG_NOT_ALLOWED),
        arguments("unknown key", stranger.sign("at+jwt", good), TOKEN_KEY_UNKNOWN),
        arguments(
            "a path for a kid",
            SIM.sign(header("ES256", "at+jwt", "../../dev/null"), good),
            TOKEN_KEY_UNKNOWN),
        arguments(
            "no kid",
            SIM.sign(StrictJson.object().put("alg", "ES256").put("typ", "at+jwt"), good),
            TOKEN_KEY_UNKNOWN),
        arguments(
            "a stranger's signature under our kid",
            stranger.sign(header("ES256", "at+jwt", SIM.kid()), good),
            TOKEN_SIGNATURE_INVALID),
        arguments(
            "no signature",
            token.substring(0, token.lastIndexOf('.') + 1) + "AAAA",
            TOKEN_SIGNATURE_INVALID),
        arguments("a key in the header", withOwnKey(stranger, good), TOKEN_MALFORMED),
        arguments(
            "jku",
            SIM.sign(header("ES256", "at+jwt", SIM.kid()).put("jku", "https://evil"), good),
            TOKEN_MALFORMED),
        arguments(
            "unencoded payload",
            SIM.sign(header("ES256", "at+jwt", SIM.kid()).put("b64", false), good),
            TOKEN_MALFORMED),
        arguments("an ID token", SIM.sign("JWT", good), TOKEN_TYPE),
        arguments("typ missing", SIM.sign(untyped(), good), TOKEN_TYPE));
  }

  private static String unsigned(String alg, String payload) {
    String header = StrictJson.text(header(alg, "at+jwt", SIM.kid()));
    return Base64Url.encode(header.getBytes()) + "." + payload + ".AAAA";
  }

  private static String withOwnKey(SigningKey key, ObjectNode claims) {
    ObjectNode header = header("ES256", "at+jwt", SIM.kid());
    header.set("jwk", key.publicHalf().jwk());
    return key.sign(header, claims);
  }

  private static ObjectNode untyped() {
    return StrictJson.object().put("alg", "ES256").put("kid", SIM.kid());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgeries")
  void refuses_what_the_issuer_did_not_sign_for_this(
      String what, String token, FailureCause cause) {
    assertEquals(cause, refusal(token, NOON));
  }

  static Stream<Arguments> wrongClaims() {
    return Stream.of(
        arguments("iss", change(c -> c.put("iss", "https://evil.example")), TOKEN_ISSUER),
        arguments(
            "iss with a slash", change(c -> c.put("iss", "https://sim.example/")), TOKEN_ISSUER),
        arguments("iss missing", change(c -> c.remove("iss")), TOKEN_MALFORMED),
        arguments("aud", change(c -> c.put("aud", "https://san.example")), TOKEN_AUDIENCE),
        arguments("aud missing", change(c -> c.remove("aud")), TOKEN_AUDIENCE),
        arguments(
            "a second audience",
            change(c -> c.putArray("aud").add("https://lm.example").add("https://evil")),
            TOKEN_AUDIENCE),
        arguments("exp missing", change(c -> c.remove("exp")), TOKEN_MALFORMED),
        arguments("exp as text", change(c -> c.put("exp", "1900000000")), TOKEN_MALFORMED),
        arguments(
            "exp in milliseconds",
            change(c -> c.put("exp", NOON.plusSeconds(290).toEpochMilli())),
            TOKEN_MALFORMED),
        arguments("nbf ahead", change(c -> c.put("nbf", at(11))), TOKEN_NOT_YET_VALID),
        arguments(
            "iat ahead", change(c -> c.put("iat", at(11)).put("nbf", at(11))), TOKEN_NOT_YET_VALID),
        arguments("a long life", change(c -> c.put("exp", at(591))), TOKEN_LIFETIME),
        arguments("expired", change(c -> c.put("exp", at(-10))), TOKEN_EXPIRED),
        arguments("client_id missing", change(c -> c.remove("client_id")), TOKEN_MALFORMED),
        arguments("sub missing", change(c -> c.remove("sub")), TOKEN_MALFORMED),
        arguments("jti missing", change(c -> c.remove("jti")), TOKEN_MALFORMED),
        arguments("scope missing", change(c -> c.remove("scope")), SCOPE_INSUFFICIENT),
        arguments("scope as array", change(c -> c.putArray("scope").add("x")), TOKEN_MALFORMED),
        arguments(
            "two services",
            change(c -> c.put("scope", "seal:SS_SmManagement:get seal:SS_SAnDiscovery:discover")),
            SCOPE_INSUFFICIENT),
        arguments("no details", change(c -> c.remove("authorization_details")), TOKEN_MALFORMED),
        arguments(
            "an unknown cnf", change(c -> c.putObject("cnf").put("x5t", "a")), TOKEN_MALFORMED),
        arguments("an area that is none", change(TokenValidationTest::bowTie), TOKEN_MALFORMED));
  }

  private static long at(long seconds) {
    return NOON.plusSeconds(seconds).getEpochSecond();
  }

  private static ObjectNode change(Consumer<ObjectNode> change) {
    ObjectNode claims = claims("SS_SmManagement", "get");
    change.accept(claims);
    return claims;
  }

  private static void bowTie(ObjectNode claims) {
    ObjectNode detail = (ObjectNode) claims.withArray("authorization_details").get(0);
    var polygon = detail.putObject("area").putArray("polygon");
    for (int[] corner : new int[][] {{0, 0}, {10, 10}, {10, 0}, {0, 10}}) {
      polygon.addArray().add(corner[0]).add(corner[1]);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongClaims")
  void refuses_claims_that_are_wrong(String what, ObjectNode claims, FailureCause cause) {
    assertEquals(cause, refusal(sign(claims), NOON));
  }

  @Test
  void no_token_with_a_changed_character_gets_through() {
    String token = sign(claims("SS_SmManagement", "get"));
    for (int i = 0; i < token.length(); i++) {
      char changed = token.charAt(i) == 'A' ? 'B' : 'A';
      String forged = token.substring(0, i) + changed + token.substring(i + 1);
      assertThrows(Rejected.class, () -> validation.signed(forged, keys));
    }
  }

  @Test
  void allows_for_the_leeway_and_no_more() throws Rejected {
    String token = sign(claims("SS_SmManagement", "get"));
    verify(token, NOON.plusSeconds(290 + 9));
    assertEquals(TOKEN_EXPIRED, refusal(token, NOON.plusSeconds(290 + 10)));
    verify(token, NOON.minusSeconds(20));
    assertEquals(TOKEN_NOT_YET_VALID, refusal(token, NOON.minusSeconds(21)));
  }

  @Test
  void a_leeway_is_at_most_thirty_seconds() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new TokenSettings(
                "i", "a", Set.of(Algorithm.ES256), Duration.ofSeconds(31), Duration.ofMinutes(5)));
  }

  @Test
  void a_cached_token_is_parsed_once_and_still_expires() throws Rejected {
    String token = sign(claims("SS_SmManagement", "get"));
    SignedToken first = validation.signed(token, keys);
    assertSame(first, validation.signed(token, keys));
    assertEquals(TOKEN_EXPIRED, refusal(token, NOON.plusSeconds(400)));
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"PENDING", "RETIRED"})
  void a_cached_token_falls_with_its_key(State state) throws Rejected {
    String token = sign(claims("SS_SmManagement", "get"));
    verify(token, NOON);
    keys.put(SIM, State.VERIFY_ONLY, 2);
    verify(token, NOON);
    keys.put(SIM, state, 3);
    assertEquals(TOKEN_KEY_UNKNOWN, refusal(token, NOON));
  }

  @Test
  void a_new_version_of_the_key_record_verifies_anew() throws Rejected {
    String token = sign(claims("SS_SmManagement", "get"));
    SignedToken first = validation.signed(token, keys);
    keys.put(SIM, State.ACTIVE, 2);
    assertEquals(2, validation.signed(token, keys).keyVersion());
    assertEquals(1, first.keyVersion());
  }

  @Test
  void a_failure_is_not_cached() throws Rejected {
    String token = sign(claims("SS_SmManagement", "get"));
    assertEquals(
        TOKEN_KEY_UNKNOWN,
        assertThrows(Rejected.class, () -> validation.signed(token, new Keys())).failureCause());
    verify(token, NOON);
  }

  @Test
  void a_shape_that_is_wrong_costs_no_key_look_up() {
    assertEquals(TOKEN_MALFORMED, refusal("a.b", NOON));
    assertEquals(0, keys.finds());
  }

  @Test
  void what_is_printed_holds_no_claim() throws Rejected {
    SignedToken token = validation.signed(sign(claims("SS_SmManagement", "get")), keys);
    assertFalse(token.toString().contains("jti-1"));
    assertEquals(AccessToken.TYP, "at+jwt");
  }

  private VerifiedToken verify(String token, Instant now) throws Rejected {
    return validation.inForce(validation.signed(token, keys), Set.of(), now);
  }

  private FailureCause refusal(String token, Instant now) {
    return assertThrows(Rejected.class, () -> verify(token, now)).failureCause();
  }
}
