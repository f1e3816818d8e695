/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.schemas.FailureCause;

class CompactJwsTest {
  private static final CryptoProvider CRYPTO = CryptoProvider.best();
  private static final SigningKey KEY = SigningKey.generate(Algorithm.ES256, CRYPTO);
  private static final String TOKEN = KEY.sign("at+jwt", StrictJson.object().put("sub", "ue-1"));

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void what_a_key_signs_its_public_half_verifies_and_no_other_key_does(Algorithm algorithm)
      throws Exception {
    SigningKey key = SigningKey.generate(algorithm, CRYPTO);
    SigningKey other = SigningKey.generate(algorithm, CRYPTO);

    CompactJws jws = CompactJws.parse(key.sign("at+jwt", StrictJson.object().put("sub", "ue-1")));

    assertTrue(key.publicHalf().verify(jws), algorithm + " verifies its own");
    assertFalse(other.publicHalf().verify(jws), algorithm + " refuses another's");
    assertEquals("ue-1", jws.claims().get("sub").textValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a.b",
        "..",
        ".e30.x",
        "e30.e30.x.y.z",
        "eyJhbGciOiJFUzI1NiJ9.e30.AA==",
        "eyJhbGciOiJFUzI1NiJ9.e30.A A",
        "eyJhbGciOiJFUzI1NiJ9.e30.A\n",
        "eyJhbGciOiJFUzI1NiJ9.e30.AB",
        "bm9qc29u.e30.AA",
        "W10.e30.AA"
      })
  void what_is_not_strictly_compact_is_malformed(String text) {
    Rejected rejected = assertThrows(Rejected.class, () -> CompactJws.parse(text));
    assertEquals(FailureCause.TOKEN_MALFORMED, rejected.failureCause(), "for '" + text + "'");
  }

  @Test
  void header_parameters_off_the_list_and_duplicate_names_are_malformed() {
    for (String header :
        List.of(
            "{\"alg\":\"ES256\",\"crit\":[\"exp\"]}",
            "{\"alg\":\"ES256\",\"b64\":false}",
            "{\"alg\":\"ES256\",\"jku\":\"http://127.0.0.1/\"}",
            "{\"alg\":\"ES256\",\"x5c\":[]}",
            "{\"alg\":\"ES256\",\"zip\":\"DEF\"}",
            "{\"alg\":\"ES256\",\"enc\":\"A256GCM\"}",
            "{\"alg\":\"ES256\",\"alg\":\"none\"}",
            "{\"alg\":5}",
            "{\"alg\":null}",
            "{\"alg\":\"ES256\",\"kid\":7}")) {
      String text = Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + ".e30.AA";
      Rejected rejected = assertThrows(Rejected.class, () -> CompactJws.parse(text), header);
      assertEquals(FailureCause.TOKEN_MALFORMED, rejected.failureCause(), header);
    }
  }

  @Test
  void a_token_over_the_limit_is_too_large() {
    Rejected rejected =
        assertThrows(Rejected.class, () -> CompactJws.parse("a".repeat(CompactJws.MAX_LENGTH + 1)));
    assertEquals(FailureCause.TOKEN_TOO_LARGE, rejected.failureCause());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "HS256", "ES384", "es256", ""})
  void another_algorithm_in_the_header_never_verifies(String alg) throws Exception {
    ObjectNode header = StrictJson.object().put("alg", alg).put("typ", "at+jwt");
    CompactJws jws = CompactJws.parse(KEY.sign(header, StrictJson.object()));
    assertFalse(KEY.publicHalf().verify(jws), "alg " + alg);
  }

  @Test
  void signatures_of_zeroes_and_of_wrong_length_never_verify() throws Exception {
    String signed = TOKEN.substring(0, TOKEN.lastIndexOf('.') + 1);
    for (int length : new int[] {0, 1, 63, 64, 65, 72}) {
      CompactJws jws = CompactJws.parse(signed + Base64Url.encode(new byte[length]));
      assertFalse(KEY.publicHalf().verify(jws), length + " zero bytes");
    }
  }

  @Test
  void deep_nesting_is_malformed_and_not_a_stack_overflow() throws Exception {
    String deep = "{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}";
    String text =
        "eyJhbGciOiJFUzI1NiJ9." + Base64Url.encode(deep.getBytes(StandardCharsets.UTF_8)) + ".AA";
    CompactJws jws = CompactJws.parse(text);
    Rejected rejected = assertThrows(Rejected.class, jws::claims);
    assertEquals(FailureCause.TOKEN_MALFORMED, rejected.failureCause());
  }

  @Test
  void typ_is_compared_without_case_and_prefix() throws Exception {
    for (String typ : List.of("at+jwt", "AT+JWT", "application/at+jwt")) {
      CompactJws jws = CompactJws.parse(KEY.sign(typ, StrictJson.object()));
      assertEquals("at+jwt", jws.typ().orElseThrow(), typ);
    }
  }
}
