/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.jose.replay.RequestMemory;
import org.sealspatial.sim.domain.Limit;
import org.sealspatial.sim.domain.Names;
import org.sealspatial.sim.domain.Policies;
import org.sealspatial.sim.domain.Rule;
import org.sealspatial.sim.port.RegisteredClient;
import org.sealspatial.sim.port.SimView;

/**
 * A hundred thousand tokens, made by policy, memory, ids and minter as in service.
 *
 * <p>Their jti is not random but an HMAC-SHA256 over client, request id and request digest, cut to
 * 144 bits. To whoever lacks the key that is as good as random: HMAC-SHA256 is a pseudorandom
 * function (RFC 2104, NIST SP 800-107), so nobody guesses a jti with less than 2^144 tries, nor
 * tells it from a random one; and two of n requests meet with n^2 / 2^145, for 10^9 tokens below
 * 10^-25. RFC 9068 and RFC 7519 ask for negligible, and 128 bits are more than enough. What random
 * ids would not give: the same request, resent or redelivered, never has two token identities.
 */
class ManyTokensTest {
  private static final int TOKENS = 100_000;
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final CryptoProvider CRYPTO = CryptoProvider.best();
  private static final SigningKey SIM_KEY = SigningKey.generate(Algorithm.ES256, CRYPTO);
  private static final IssuerSettings SETTINGS =
      new IssuerSettings(
          "https://sim.example",
          "https://lm.example",
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Set.of("SS_SmManagement", "SS_SAnDiscovery"));

  /**
   * RFC 9068, RFC 9449, RFC 9396 and the version of the policies: what docs and AccessToken list.
   */
  private static final Set<String> CLAIMS =
      Set.of(
          "iss",
          "sub",
          "aud",
          "client_id",
          "scope",
          "iat",
          "nbf",
          "exp",
          "jti",
          "cnf",
          "authorization_details",
          "policy_version");

  private static final List<Rule> RULES =
      List.of(
          rule("default", "SS_SmManagement", Optional.empty()),
          rule("short", "SS_SAnDiscovery", Optional.of(Duration.ofSeconds(60))),
          new Rule(
              "all/long",
              Rule.Effect.ALLOW,
              new Rule.Who(new Names(List.of("client-7")), Names.ANY, Optional.empty(), Names.ANY),
              new Rule.What(Names.ANY, new Names(List.of("read"))),
              Limit.NONE,
              Rule.InForce.ALWAYS,
              Optional.of(Duration.ofHours(12))));

  private static final List<String> JTIS = new ArrayList<>(TOKENS);
  private static final Set<String> HEADERS = new HashSet<>();
  private static final Set<Set<String>> NAMES = new HashSet<>();
  private static final Set<String> DETAILS = new TreeSet<>();
  private static final Set<String> FIXED = new TreeSet<>();
  private static final Map<String, Set<Long>> LIVES = new TreeMap<>();

  private static Rule rule(String name, String service, Optional<Duration> lifetime) {
    return new Rule(
        "all/" + name,
        Rule.Effect.ALLOW,
        new Rule.Who(Names.ANY, Names.ANY, Optional.empty(), Names.ANY),
        new Rule.What(new Names(List.of(service)), new Names(List.of("get", "discover"))),
        Limit.NONE,
        Rule.InForce.ALWAYS,
        lifetime);
  }

  private static final SimView VIEW =
      new SimView() {
        @Override
        public Optional<RegisteredClient> client(String id) {
          return Optional.of(registered(id));
        }

        @Override
        public Policies policies() {
          return new FixedPolicies(RULES, 3);
        }

        @Override
        public Optional<SigningKey> activeKey() {
          return Optional.of(SIM_KEY);
        }

        @Override
        public Optional<VerificationKey> verificationKey(String kid) {
          return Optional.of(SIM_KEY.publicHalf());
        }

        @Override
        public boolean revocationsStale() {
          return false;
        }

        @Override
        public boolean revoked(
            String jti, String client, String subject, String service, String kid, Instant iat) {
          return false;
        }
      };

  private static RegisteredClient registered(String id) {
    return new RegisteredClient(
        id, List.of(), Optional.empty(), Optional.of(id), true, false, Names.ANY, false);
  }

  /** The n-th request: of one of ten clients, and each with something of its own. */
  private static TokenCall call(int n) {
    String service = n % 3 == 0 ? "SS_SAnDiscovery" : "SS_SmManagement";
    String action = n % 10 == 7 && n % 3 != 0 ? "read" : n % 3 == 0 ? "discover" : "get";
    return new TokenCall(
        new TokenCall.Arrival(
            "seal.token.requests.v1",
            Optional.of("ue"),
            true,
            NOON,
            Optional.empty(),
            false,
            false),
        "r-" + n / 10,
        "client-" + n % 10,
        "ue-" + n % 1_000,
        n % 2 == 0 ? Optional.of("user-" + n) : Optional.empty(),
        "vr.example",
        service,
        List.of(action),
        Optional.empty(),
        NOON.plusSeconds(10),
        new TokenCall.Credentials("", Optional.empty(), Optional.empty(), "digest"),
        "digest-" + n % 7);
  }

  @BeforeAll
  static void issue() throws Exception {
    byte[] secret = new byte[32];
    secret[0] = 1;
    var tools = new Hearing.Tools(SETTINGS, new TokenIds(secret), new TokenMinter(SETTINGS));
    var memory = new RequestMemory(TOKENS, Duration.ofMinutes(30));
    var moment = new Hearing.Moment(VIEW, memory, NOON);
    for (int n = 0; n < TOKENS; n++) {
      TokenCall call = call(n);
      var sender =
          new Authentication.Sender(
              Optional.of("thumbprint-" + n % 5), Optional.empty(), "a-" + n, Optional.empty());
      TokenReply reply =
          new Hearing(tools, call, registered(call.clientId()), sender, moment).reply();
      assertEquals(Optional.empty(), reply.cause(), "request " + n);
      String token = reply.token().orElseThrow().accessToken();
      CompactJws jws = CompactJws.parse(token);
      assertTrue(n % 100 != 0 || SIM_KEY.publicHalf().verify(jws), "the signature");
      HEADERS.add(token.substring(0, token.indexOf('.')));
      note(jws.claims());
    }
  }

  private static void note(ObjectNode claims) {
    JTIS.add(claims.get("jti").textValue());
    var names = new HashSet<String>();
    claims.fieldNames().forEachRemaining(names::add);
    NAMES.add(names);
    claims.get("authorization_details").get(0).fieldNames().forEachRemaining(DETAILS::add);
    for (String name : List.of("iss", "aud", "iat", "nbf", "policy_version")) {
      FIXED.add(name + " " + claims.get(name).asText());
    }
    LIVES
        .computeIfAbsent(claims.get("scope").textValue(), scope -> new TreeSet<>())
        .add(claims.get("exp").longValue() - claims.get("iat").longValue());
    assertFalse(claims.toString().contains("user-"), "the VAL user is in no token");
  }

  @Test
  void each_has_a_jti_of_its_own_of_at_least_128_bits() {
    assertEquals(TOKENS, JTIS.size());
    assertEquals(TOKENS, new HashSet<>(JTIS).size(), "one jti each");
    for (String jti : JTIS) {
      assertTrue(Base64Url.decode(jti).orElseThrow().length * 8 >= 128, jti);
    }
  }

  /** A cut of an HMAC is balanced in every bit; a counter, a time or a constant would show here. */
  @Test
  void each_bit_of_the_jti_is_set_in_half_of_them() {
    int[] set = new int[144];
    for (String jti : JTIS) {
      byte[] bytes = Base64Url.decode(jti).orElseThrow();
      for (int bit = 0; bit < set.length; bit++) {
        set[bit] += bytes[bit / 8] >> bit % 8 & 1;
      }
    }
    for (int bit = 0; bit < set.length; bit++) {
      // Seven standard deviations of 158; keys and requests are fixed, so it passes always or
      // never.
      assertTrue(Math.abs(set[bit] - TOKENS / 2) < 1_110, "bit " + bit + ": " + set[bit]);
    }
  }

  @Test
  void the_header_is_the_same_in_all_and_names_type_algorithm_and_key() {
    assertEquals(1, HEADERS.size(), HEADERS.toString());
    byte[] header = Base64Url.decode(HEADERS.iterator().next()).orElseThrow();
    assertEquals(
        Optional.of(
            StrictJson.object().put("alg", "ES256").put("typ", "at+jwt").put("kid", SIM_KEY.kid())),
        StrictJson.object(header));
  }

  @Test
  void no_claim_is_in_any_that_is_not_listed_and_none_is_missing() {
    assertEquals(Set.of(CLAIMS), NAMES);
    assertEquals(Set.of("type", "actions"), DETAILS);
  }

  @Test
  void issuer_audience_scope_and_life_are_as_configured() {
    assertEquals(
        Set.of(
            "iss https://sim.example",
            "aud https://lm.example",
            "iat " + NOON.getEpochSecond(),
            "nbf " + NOON.getEpochSecond(),
            "policy_version 3"),
        FIXED);
    assertEquals(
        Map.of(
            "seal:SS_SmManagement:get", Set.of(300L), // the issuer's
            "seal:SS_SAnDiscovery:discover", Set.of(60L), // the rule's
            "seal:SS_SmManagement:read", Set.of(1_800L)), // the rule's, cut to the longest there is
        LIVES);
  }
}
