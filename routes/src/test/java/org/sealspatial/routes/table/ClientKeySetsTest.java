/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.jose.VerificationKey;

/** The key sets of C2SP Wycheproof as the keys of a client: what its registration takes. */
class ClientKeySetsTest {
  private static final CryptoProvider CRYPTO = CryptoProvider.best();
  private static final Path CORPUS =
      Path.of("../jose/src/test/resources/wycheproof/json_web_key_test.json");

  record Case(int id, String comment, JsonNode keys, String jws, boolean valid) {
    @Override
    public String toString() {
      return id + " " + comment;
    }
  }

  static Stream<Case> cases() throws IOException {
    JsonNode corpus = new ObjectMapper().readTree(CORPUS.toFile());
    return StreamSupport.stream(corpus.get("testGroups").spliterator(), false)
        .flatMap(
            group -> {
              JsonNode set = group.has("public") ? group.get("public") : group.get("private");
              return StreamSupport.stream(group.get("tests").spliterator(), false)
                  .map(test -> of(set.get("keys"), test));
            });
  }

  private static Case of(JsonNode keys, JsonNode test) {
    return new Case(
        test.get("tcId").intValue(),
        test.get("comment").textValue(),
        keys,
        test.get("jws").asText(),
        test.get("result").textValue().equals("valid"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_client_is_registered_only_with_a_key_set_in_which_each_key_is_fit(Case c) {
    boolean allOurs =
        StreamSupport.stream(c.keys.spliterator(), false)
            .allMatch(key -> Algorithm.named(key.path("alg").asText()).isPresent());

    assertEquals(c.valid && allOurs, believed(c), () -> "wycheproof JWK case " + c);
  }

  /** Whether such a client can be registered, and its signature is then believed. */
  private static boolean believed(Case c) {
    ObjectNode client = StrictJson.object().put("id", "arcade");
    client.set("keys", c.keys);
    client.putArray("valUes").add("ue-1");
    try {
      CompactJws jws = CompactJws.parse(c.jws);
      for (JsonNode jwk : ClientContent.parse(client, CRYPTO).signatureKeys()) {
        VerificationKey key = VerificationKey.of(jwk, CRYPTO);
        // as an assertion's key is found
        if ((jws.kid().isEmpty() || jws.kid().get().equals(key.kid())) && key.verify(jws)) {
          return true;
        }
      }
      return false;
    } catch (InvalidContent | UnfitKey | Rejected refused) {
      return false;
    }
  }

  @Test
  void the_corpus_is_the_one_that_was_counted() throws IOException {
    assertEquals(26, cases().count());
    assertEquals(1, cases().filter(ClientKeySetsTest::believed).count(), "believed");
  }

  /** Wycheproof has it for HMAC alone, and those keys are none of ours anyway. */
  @Test
  void two_keys_under_one_kid_are_no_key_set() {
    ObjectNode client = StrictJson.object().put("id", "arcade");
    for (int n = 0; n < 2; n++) {
      JsonNode jwk = SigningKey.generate(Algorithm.ES256, CRYPTO).publicHalf().jwk();
      client.withArray("keys").add(((ObjectNode) jwk.deepCopy()).put("kid", "the same"));
    }
    client.putArray("valUes").add("ue-1");

    var invalid = assertThrows(InvalidContent.class, () -> ClientContent.parse(client, CRYPTO));

    assertEquals(List.of("/keys/1"), invalid.problems().stream().map(Problem::pointer).toList());
  }
}
