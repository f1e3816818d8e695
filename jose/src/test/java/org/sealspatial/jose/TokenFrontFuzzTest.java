/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSObject;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.sealspatial.schemas.FailureCause;

/**
 * Bounded fuzz with fixed seeds: whatever comes in, the token front and the checkers of proofs and
 * assertions end in an acceptance or in a cause of theirs, and never in another exception.
 */
class TokenFrontFuzzTest {
  private static final CryptoProvider CRYPTO = CryptoProvider.best();
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final SigningKey KEY = SigningKey.generate(Algorithm.ES256, CRYPTO);
  private static final List<SigningKey> KEYS =
      java.util.Arrays.stream(Algorithm.values())
          .map(algorithm -> SigningKey.generate(algorithm, CRYPTO))
          .toList();
  private static final Binding HTTP = new Binding.Http("GET", "https://lm.example/maps/1");
  private static final Binding.Record RECORD = new Binding.Record("topic", "r-1", "digest");
  private static final Optional<String> TOKEN = Optional.of("a.b.c");
  private static final AccessToken GOOD =
      new AccessToken(
          "https://sim.example",
          "ue-1",
          "https://lm.example",
          "client-a",
          "seal:SS_SmManagement:get",
          NOON,
          NOON.plusSeconds(300),
          "jti-1",
          Optional.of(KEY.publicHalf().thumbprint()),
          Optional.empty(),
          List.of(
              new AuthorizationDetail(
                  List.of("get"), List.of(1L), List.of("ground"), Optional.empty())),
          1);
  private static final Set<FailureCause> FRONT =
      Set.of(
          FailureCause.TOKEN_MALFORMED,
          FailureCause.TOKEN_TOO_LARGE,
          FailureCause.TOKEN_ALG_NOT_ALLOWED);
  private static final String BASE64URL =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /** Values that parsers stumble over. */
  private static final List<String> ODD =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "1e400",
          "-0",
          "9223372036854775808",
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"\\uD800\"",
          "\"none\"",
          "\"ES256\"",
          "[]",
          "[[]]",
          "{}",
          "{\"\":{}}",
          "[null]",
          "[\"exp\"]",
          "\"https://sim.example\"",
          "\"at+jwt\"",
          "99999999999999999999",
          "{\"kty\":\"EC\"}",
          "{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\"}",
          "{\"kty\":7}",
          "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"}",
          "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}");

  private interface Attempt {
    void run() throws Rejected;
  }

  private static void endsIn(Set<FailureCause> causes, Attempt attempt) {
    try {
      attempt.run();
    } catch (Rejected e) {
      assertTrue(
          causes.contains(e.failureCause()), "a cause of another place: " + e.failureCause());
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(300),
        Arbitraries.strings().withChars(BASE64URL + ".=").ofMaxLength(300),
        Arbitraries.strings().withChars("{}[]\":,.\\eyJ0 \n").ofMaxLength(300));
  }

  @Property(tries = 3_000, seed = "1")
  void any_text_is_read_or_refused(@ForAll("texts") String text) {
    endsIn(FRONT, () -> CompactJws.parse(text).claims());
  }

  @Property(tries = 3_000, seed = "2", edgeCases = EdgeCasesMode.NONE)
  void what_the_front_lets_through_has_one_reading(@ForAll long seed) throws ParseException {
    String text = mangled(KEY.sign("at+jwt", GOOD.toJson()), new Random(seed));
    CompactJws jws;
    try {
      jws = CompactJws.parse(text);
    } catch (Rejected e) {
      return;
    }
    String[] parts = text.split("\\.", -1);
    assertEquals(3, parts.length);
    for (String part : parts) {
      assertEquals(part, Base64Url.encode(java.util.Base64.getUrlDecoder().decode(part)));
    }
    if (parts[2].isEmpty()) {
      return; // that is for the key to refuse; the other library does so here
    }
    assertEquals(jws.alg(), JWSObject.parse(text).getHeader().getAlgorithm().getName());
  }

  @Property(tries = 3_000, seed = "3", edgeCases = EdgeCasesMode.NONE)
  void no_mangled_token_verifies(@ForAll long seed) {
    Random random = new Random(seed);
    SigningKey key = KEYS.get(random.nextInt(KEYS.size()));
    String token = key.sign("at+jwt", GOOD.toJson());
    String text = mangled(token, random);
    endsIn(
        FRONT,
        () ->
            assertEquals(
                text.equals(token), key.publicHalf().verify(CompactJws.parse(text)), "mangled"));
  }

  @Property(tries = 3_000, seed = "4", edgeCases = EdgeCasesMode.NONE)
  void any_header_and_any_claims_are_read_or_refused(@ForAll long seed) {
    Random random = new Random(seed);
    ObjectNode header = StrictJson.object().put("alg", "ES256").put("typ", "at+jwt");
    ObjectNode claims = GOOD.toJson();
    String text = KEY.sign(odd(header, random), odd(claims, random));
    var causes =
        Set.of(
            FailureCause.TOKEN_MALFORMED,
            FailureCause.TOKEN_TOO_LARGE,
            FailureCause.TOKEN_ALG_NOT_ALLOWED,
            FailureCause.TOKEN_AUDIENCE);
    endsIn(causes, () -> AccessToken.fromJson(CompactJws.parse(text).claims()));
  }

  @Property(tries = 3_000, seed = "5", edgeCases = EdgeCasesMode.NONE)
  void any_jwk_is_fit_or_unfit(@ForAll long seed) {
    Random random = new Random(seed);
    SigningKey key = KEYS.get(random.nextInt(KEYS.size()));
    ObjectNode jwk = odd((ObjectNode) key.publicHalf().jwk(), random);
    for (String name : List.of("use", "key_ops", "kid", "alg", "x5c", "x5u", "exp", "d", "oth")) {
      if (random.nextInt(8) == 0) {
        jwk.set(name, oddValue(random));
      }
    }
    try {
      VerificationKey.of(jwk, CRYPTO).verify(CompactJws.parse("eyJhbGciOiJFUzI1NiJ9.e30."));
    } catch (UnfitKey | Rejected refused) {
      // the two ways to say no
    }
  }

  @Property(tries = 3_000, seed = "6", edgeCases = EdgeCasesMode.NONE)
  void any_proof_is_right_or_invalid(@ForAll long seed) {
    Random random = new Random(seed);
    boolean http = random.nextBoolean();
    Binding binding = http ? HTTP : RECORD;
    ObjectNode header =
        StrictJson.object().put("alg", "ES256").put("typ", http ? "dpop+jwt" : "seal-proof+jwt");
    header.set("jwk", KEY.publicHalf().jwk());
    ObjectNode claims = Proof.claims(binding, TOKEN, "jti-1", NOON);
    String right = KEY.sign(header, claims);
    String text =
        random.nextBoolean()
            ? mangled(right, random)
            : KEY.sign(odd(header, random), odd(claims, random));
    endsIn(
        Set.of(FailureCause.PROOF_INVALID), () -> Proof.verify(text, binding, TOKEN, NOON, CRYPTO));
  }

  @Property(tries = 3_000, seed = "7", edgeCases = EdgeCasesMode.NONE)
  void no_proof_of_another_request_token_or_time_is_right(@ForAll long seed) {
    Random random = new Random(seed);
    ObjectNode claims = Proof.claims(RECORD, TOKEN, "jti-1", NOON);
    List<String> bound = List.of("topic", "rid", "digest", "ath", "iat");
    String name = bound.get(random.nextInt(bound.size()));
    JsonNode value = oddValue(random);
    claims.set(name, value);
    boolean right = false;
    try {
      Proof.verify(KEY.signProof("seal-proof+jwt", claims), RECORD, TOKEN, NOON, CRYPTO);
      right = true;
    } catch (Rejected e) {
      assertEquals(FailureCause.PROOF_INVALID, e.failureCause());
    }
    assertFalse(right, name + " " + value);
  }

  @Property(tries = 2_000, seed = "8", edgeCases = EdgeCasesMode.NONE)
  void any_assertion_is_right_or_refused(@ForAll long seed) {
    Random random = new Random(seed);
    ObjectNode header = StrictJson.object().put("alg", "ES256").put("typ", "seal-assertion+jwt");
    ObjectNode claims = ClientAssertion.forRecord("client", "issuer", RECORD, "jti-1", NOON);
    String text =
        random.nextBoolean()
            ? mangled(KEY.sign(header, claims), random)
            : KEY.sign(odd(header, random), odd(claims, random));
    endsIn(
        Set.of(
            FailureCause.CLIENT_AUTH_FAILED,
            FailureCause.ASSERTION_EXPIRED,
            FailureCause.ASSERTION_MISMATCH),
        () ->
            ClientAssertion.verify(
                text, "client", List.of(KEY.publicHalf()), "issuer", RECORD, NOON));
  }

  /** One to three small faults of a text, as of a bad line or of somebody who tries. */
  private static String mangled(String token, Random random) {
    var text = new StringBuilder(token);
    for (int faults = 1 + random.nextInt(3); faults > 0; faults--) {
      int at = text.isEmpty() ? text.append('A').length() - 1 : random.nextInt(text.length());
      switch (random.nextInt(7)) {
        case 0 -> text.setCharAt(at, BASE64URL.charAt(random.nextInt(64)));
        case 1 -> text.insert(at, BASE64URL.charAt(random.nextInt(64)));
        case 2 -> text.deleteCharAt(at);
        case 3 -> text.insert(at, ".= \n+/\u00e9\u20ac{".charAt(random.nextInt(9)));
        case 4 -> text.setLength(Math.max(1, at));
        case 5 -> text.append(text, at, text.length());
        default -> text.setCharAt(at, (char) random.nextInt(0x10000));
      }
    }
    return text.toString();
  }

  /** The object with some members gone, added or of other values. */
  private static ObjectNode odd(ObjectNode object, Random random) {
    ObjectNode odd = object.deepCopy();
    var names = new ArrayList<String>();
    for (Iterator<String> all = object.fieldNames(); all.hasNext(); ) {
      names.add(all.next());
    }
    for (int faults = random.nextInt(3); faults > 0; faults--) {
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(3)) {
        case 0 -> odd.remove(name);
        case 1 -> odd.set(name, oddValue(random));
        default -> odd.set("more" + random.nextInt(9), oddValue(random));
      }
    }
    return odd;
  }

  private static JsonNode oddValue(Random random) {
    if (random.nextInt(4) == 0) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      return StrictJson.object().put("v", new String(bytes, StandardCharsets.UTF_8)).get("v");
    }
    String json = ODD.get(random.nextInt(ODD.size()));
    if (random.nextInt(8) == 0) {
      ArrayNode deep = StrictJson.array();
      StrictJson.read(json).ifPresent(deep::add);
      return deep;
    }
    return StrictJson.read(json).orElseGet(() -> StrictJson.object().put("v", 1).get("v"));
  }
}
