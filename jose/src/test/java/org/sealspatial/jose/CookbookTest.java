/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.schemas.FailureCause;

/**
 * The JOSE cookbook (RFC 7520, RFC 7797, RFC 8037): a compact JWS verifies under its key where its
 * algorithm is on our list; JSON serializations, detached and unencoded content and a JWE are
 * malformed.
 */
class CookbookTest {
  private static final CryptoProvider CRYPTO = CryptoProvider.best();
  private static final List<String> PRIVATE_MEMBERS = List.of("d", "p", "q", "dp", "dq", "qi");

  /** What is no attached and encoded JWS in compact form. */
  private static final Set<String> NEVER_COMPACT =
      Set.of(
          "jws/4_5.signature_with_detached_content",
          "rfc7797/hmac-sha2_b64_false",
          "rfc7797/4.2.hmac-sha2_b64_false",
          "curve25519/ecdh-es");

  private static JsonNode example(String name) throws Exception {
    try (InputStream in = CookbookTest.class.getResourceAsStream("/cookbook/" + name + ".json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  static Stream<String> examples() {
    return Stream.of(
        "jws/4_1.rsa_v15_signature",
        "jws/4_2.rsa-pss_signature",
        "jws/4_3.ecdsa_signature",
        "jws/4_4.hmac-sha2_integrity_protection",
        "jws/4_5.signature_with_detached_content",
        "jws/4_6.protecting_specific_header_fields",
        "jws/4_7.protecting_content_only",
        "jws/4_8.multiple_signatures",
        "rfc7797/4.2.hmac-sha2_b64_false",
        "rfc7797/hmac-sha2_b64_false",
        "curve25519/jws",
        "curve25519/ecdh-es");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jws/4_1.rsa_v15_signature", "curve25519/jws"})
  void a_compact_example_verifies_under_its_key(String name) throws Exception {
    JsonNode example = example(name);
    VerificationKey key = key(example.at("/input/key"), example.at("/input/alg").textValue());
    CompactJws jws = CompactJws.parse(example.at("/output/compact").textValue());
    assertTrue(key.verify(jws), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jws/4_2.rsa-pss_signature",
        "jws/4_3.ecdsa_signature",
        "jws/4_4.hmac-sha2_integrity_protection"
      })
  void an_example_of_an_algorithm_off_our_list_finds_no_key(String name) throws Exception {
    JsonNode example = example(name);
    String alg = example.at("/input/alg").textValue();
    CompactJws.parse(example.at("/output/compact").textValue()); // in good form
    assertThrows(UnfitKey.class, () -> key(example.at("/input/key"), alg), name);
  }

  private static VerificationKey key(JsonNode jwk, String alg) throws UnfitKey {
    ObjectNode publicHalf = ((ObjectNode) jwk).deepCopy().put("alg", alg);
    publicHalf.remove(PRIVATE_MEMBERS);
    return VerificationKey.of(publicHalf, CRYPTO);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void a_json_serialization_is_malformed(String name) throws Exception {
    JsonNode output = example(name).get("output");
    for (String form : List.of("json", "json_flat")) {
      if (output.has(form)) {
        assertMalformed(StrictJson.text(output.get(form)), name + " " + form);
      }
    }
    assertTrue(output.has("json") || output.has("json_flat"), name);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void detached_and_unencoded_content_and_a_jwe_are_malformed(String name) throws Exception {
    JsonNode compact = example(name).at("/output/compact");
    if (NEVER_COMPACT.contains(name) && compact.isTextual()) {
      assertMalformed(compact.textValue(), name);
    } else if (compact.isTextual()) {
      CompactJws.parse(compact.textValue());
    }
  }

  private static void assertMalformed(String text, String what) {
    Rejected rejected = assertThrows(Rejected.class, () -> CompactJws.parse(text), what);
    assertEquals(FailureCause.TOKEN_MALFORMED, rejected.failureCause(), what);
  }
}
