/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.schemas.FailureCause;

class ProofTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final CryptoProvider CRYPTO = CryptoProvider.best();
  private static final SigningKey KEY = SigningKey.generate(Algorithm.ES256, CRYPTO);
  private static final Binding HTTP = new Binding.Http("GET", "https://lm.example/maps/1");
  private static final Binding RECORD = new Binding.Record("seal.spatial.requests.v1", "r-1", "d");
  private static final Optional<String> TOKEN = Optional.of("a.b.c");

  private static Proof verify(Binding binding, String typ, Consumer<ObjectNode> change)
      throws Rejected {
    ObjectNode claims = Proof.claims(binding, TOKEN, "jti-1", NOON);
    change.accept(claims);
    return Proof.verify(KEY.signProof(typ, claims), binding, TOKEN, NOON, CRYPTO);
  }

  @Test
  void a_proof_names_the_key_that_made_it() throws Exception {
    assertEquals(KEY.publicHalf().thumbprint(), verify(HTTP, "dpop+jwt", c -> {}).keyThumbprint());
    assertEquals("jti-1", verify(RECORD, "seal-proof+jwt", c -> {}).jti());
  }

  @ParameterizedTest
  @CsvSource({
    "htm, POST",
    "htu, https://lm.example/maps/2",
    "htu, http://lm.example/maps/1",
    "htu, https://lm.example/maps/2?x=1",
    "htu, https://other.example/maps/1",
    "htu, https://lm.example:8443/maps/1",
    "htu, https://lm.example@other.example/maps/1",
    "htu, /maps/1",
    "ath, AAAA"
  })
  void a_proof_for_another_http_request_is_invalid(String claim, String value) {
    Rejected rejected =
        assertThrows(
            Rejected.class, () -> verify(HTTP, "dpop+jwt", c -> c.put(claim, value)), claim);
    assertEquals(FailureCause.PROOF_INVALID, rejected.failureCause());
  }

  @ParameterizedTest
  @CsvSource({"topic, other", "rid, r-2", "digest, e", "ath, AAAA"})
  void a_proof_for_another_record_is_invalid(String claim, String value) {
    assertThrows(
        Rejected.class, () -> verify(RECORD, "seal-proof+jwt", c -> c.put(claim, value)), claim);
  }

  @ParameterizedTest
  @CsvSource({"jti", "iat", "ath", "htm", "htu"})
  void a_missing_claim_is_invalid(String claim) {
    assertThrows(Rejected.class, () -> verify(HTTP, "dpop+jwt", c -> c.remove(claim)), claim);
  }

  @Test
  void each_shape_is_refused_on_the_other_way_in() {
    assertThrows(Rejected.class, () -> verify(HTTP, "seal-proof+jwt", c -> {}));
    assertThrows(Rejected.class, () -> verify(RECORD, "dpop+jwt", c -> {}));
  }

  @Test
  void the_window_is_sixty_seconds_back_and_ten_ahead() throws Exception {
    verify(HTTP, "dpop+jwt", c -> c.put("iat", NOON.getEpochSecond() - 60));
    verify(HTTP, "dpop+jwt", c -> c.put("iat", NOON.getEpochSecond() + 10));
    assertThrows(
        Rejected.class,
        () -> verify(HTTP, "dpop+jwt", c -> c.put("iat", NOON.getEpochSecond() - 61)));
    assertThrows(
        Rejected.class,
        () -> verify(HTTP, "dpop+jwt", c -> c.put("iat", NOON.getEpochSecond() + 11)));
  }

  @Test
  void a_private_key_in_the_header_is_invalid() {
    ObjectNode jwk = (ObjectNode) KEY.publicHalf().jwk();
    ObjectNode header = header(Proof.HTTP_TYP).set("jwk", jwk.put("d", "AA"));
    String proof = KEY.sign(header, Proof.claims(HTTP, TOKEN, "jti-1", NOON));
    assertThrows(Rejected.class, () -> Proof.verify(proof, HTTP, TOKEN, NOON, CRYPTO));
  }

  /** RFC 7515 section 4 over HTTP; on a record the header has what docs/kafka-proof.md lists. */
  @Test
  void a_header_parameter_that_no_standard_knows_is_ignored_over_http_alone() throws Exception {
    for (Binding binding : new Binding[] {RECORD, HTTP, RECORD}) {
      boolean http = binding == HTTP;
      ObjectNode header = header(http ? Proof.HTTP_TYP : Proof.RECORD_TYP).put("tx_id", 7);
      String proof = KEY.sign(header, Proof.claims(binding, TOKEN, "jti-1", NOON));
      if (http) {
        assertEquals("jti-1", Proof.verify(proof, binding, TOKEN, NOON, CRYPTO).jti());
      } else {
        assertThrows(
            Rejected.class, () -> Proof.verify(proof, binding, TOKEN, NOON, CRYPTO), "on a record");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"crit", "b64", "jku", "x5u", "x5c", "x5t", "x5t#S256", "enc", "zip", "p2c", "epk"})
  void a_header_parameter_that_steers_is_never_ignored(String name) {
    ObjectNode header = header(Proof.HTTP_TYP).put(name, "x");
    String proof = KEY.sign(header, Proof.claims(HTTP, TOKEN, "jti-1", NOON));
    assertThrows(Rejected.class, () -> Proof.verify(proof, HTTP, TOKEN, NOON, CRYPTO), name);
  }

  private static ObjectNode header(String typ) {
    return StrictJson.object()
        .put("alg", "ES256")
        .put("typ", typ)
        .set("jwk", KEY.publicHalf().jwk());
  }

  @Test
  void query_and_fragment_of_htu_do_not_matter() throws Exception {
    for (String more : new String[] {"?x=1", "#x", "?x=1#y", "?", "#"}) {
      String htu = "https://lm.example/maps/1" + more;
      assertEquals("jti-1", verify(HTTP, "dpop+jwt", c -> c.put("htu", htu)).jti(), htu);
    }
  }

  @Test
  void host_case_and_default_port_do_not_matter() throws Exception {
    verify(HTTP, "dpop+jwt", c -> c.put("htu", "HTTPS://LM.example:443/maps/1"));
  }
}
