/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * C2SP Wycheproof, JSON Web Signature and JSON Web Key (Apache-2.0). What it calls valid must be
 * accepted where algorithm and key are on our list, and everything else must be refused.
 */
class WycheproofTest {
  private static final CryptoProvider CRYPTO = CryptoProvider.best();

  /** Byte for byte the valid case 357, and labelled invalid. */
  private static final Set<Integer> CONTRADICTORY = Set.of(367, 370);

  /** Labelled valid although the algorithm is another than the key's, or a part has a '?'. */
  private static final Set<Integer> MISLABELLED = Set.of(346, 347, 350, 351, 372, 373);

  /** A token without claims says nothing: refused before any signature is looked at. */
  private static final String NO_PAYLOAD = "emptyPayload";

  record Case(int id, String comment, JsonNode key, String jws, boolean valid) {
    @Override
    public String toString() {
      return id + " " + comment;
    }
  }

  static Stream<Case> signatures() {
    return cases("json_web_signature_test.json").filter(c -> !CONTRADICTORY.contains(c.id));
  }

  static Stream<Case> keys() {
    return cases("json_web_key_test.json");
  }

  @ParameterizedTest
  @MethodSource("signatures")
  void a_signature_is_accepted_only_where_it_is_valid_under_a_key_and_algorithm_of_ours(Case c) {
    boolean expected =
        c.valid && ours(c.key) && !MISLABELLED.contains(c.id) && !c.comment.equals(NO_PAYLOAD);

    assertEquals(expected, accepted(c.key, c.jws), () -> "wycheproof JWS case " + c);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void a_key_set_is_used_only_where_each_key_of_it_is_fit(Case c) {
    boolean allOurs =
        StreamSupport.stream(c.key.get("keys").spliterator(), false).allMatch(WycheproofTest::ours);

    assertEquals(c.valid && allOurs, acceptedBySet(c.key, c.jws), () -> "wycheproof JWK case " + c);
  }

  @Test
  void the_corpus_is_the_one_that_was_counted() {
    assertEquals(399, signatures().count(), "401 cases, two of them contradict a third");
    assertEquals(26, keys().count());
    assertEquals(
        16,
        signatures().filter(c -> c.valid && ours(c.key) && !MISLABELLED.contains(c.id)).count(),
        "valid cases under keys of ours: a list that shrinks would make the test weak");
  }

  private static boolean ours(JsonNode key) {
    return Algorithm.named(key.path("alg").asText()).isPresent();
  }

  private static boolean accepted(JsonNode jwk, String jws) {
    try {
      return VerificationKey.of(jwk, CRYPTO).verify(CompactJws.parse(jws));
    } catch (UnfitKey | Rejected refused) {
      return false;
    }
  }

  /** As the readers of keys do it: each key by itself, none under a kid that is taken. */
  private static boolean acceptedBySet(JsonNode set, String jws) {
    Map<String, VerificationKey> keys = new HashMap<>();
    Set<String> taken = new HashSet<>();
    try {
      for (JsonNode jwk : set.get("keys")) {
        VerificationKey key = VerificationKey.of(jwk, CRYPTO);
        if (!taken.add(key.kid())) {
          return false;
        }
        keys.put(key.kid(), key);
      }
      CompactJws parsed = CompactJws.parse(jws);
      VerificationKey key = parsed.kid().map(keys::get).orElse(null);
      return key != null && key.verify(parsed);
    } catch (UnfitKey | Rejected refused) {
      return false;
    }
  }

  private static Stream<Case> cases(String file) {
    try (InputStream in = WycheproofTest.class.getResourceAsStream("/wycheproof/" + file)) {
      JsonNode corpus = new ObjectMapper().readTree(in);
      return StreamSupport.stream(corpus.get("testGroups").spliterator(), false)
          .flatMap(WycheproofTest::casesOf)
          .toList()
          .stream();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  private static Stream<Case> casesOf(JsonNode group) {
    JsonNode key = group.has("public") ? group.get("public") : group.get("private");
    return StreamSupport.stream(group.get("tests").spliterator(), false)
        .map(
            test ->
                new Case(
                    test.get("tcId").intValue(),
                    test.get("comment").textValue(),
                    key,
                    test.get("jws").asText(),
                    test.get("result").textValue().equals("valid")));
  }
}
