/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  private static Credentials of(String... authorization) {
    return Credentials.of(
        new HttpCall(
            HttpApi.find("GET", "/ssan-disc/v1/spatial-anchors"),
            null,
            Map.of("Authorization", List.of(authorization)),
            new byte[0],
            RequestIds.fresh(),
            Optional.empty()));
  }

  @Test
  void keys_a_bound_token_by_its_thumbprint() {
    Credentials credentials = of("DPoP " + GatewayUnderTest.TOKEN);

    assertEquals("j".repeat(43), credentials.recordKey());
    assertEquals("arcade", credentials.clientId());
  }

  @Test
  void keys_an_unbound_token_by_its_client() {
    assertEquals(
        "kiosk", of("bearer " + GatewayUnderTest.jws("{\"client_id\":\"kiosk\"}")).recordKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "a.b.c",
        "e30.e30.c2ln.c2ln",
        "eyJhbGciOiJFUzI1NiJ9.W10.c2ln" // the payload is an array
      })
  void keys_a_token_nobody_can_read_by_its_digest(String token) {
    Credentials credentials = of("DPoP " + token);

    assertEquals(43, credentials.recordKey().length());
    assertEquals("", credentials.clientId());
    assertEquals(credentials.recordKey(), of("Bearer " + token).recordKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"client_id\":7}",
        "{\"client_id\":[\"a\"],\"cnf\":[]}",
        "{\"cnf\":{\"jkt\":\"short\"}}",
        "{\"cnf\":{\"jkt\":{}}}",
        "{\"client_id\":\"a\",\"client_id\":\"b\"}"
      })
  void believes_no_claim_that_is_not_of_its_form(String claims) {
    Credentials credentials = of("DPoP " + GatewayUnderTest.jws(claims));

    assertEquals(43, credentials.recordKey().length());
    assertEquals("", credentials.clientId());
  }

  @Test
  void shows_no_token_when_it_refuses() {
    Refusal refusal = assertThrows(Refusal.class, () -> of("DPoP secret secret"));

    assertEquals(Optional.empty(), refusal.hint());
    assertEquals(0, refusal.getStackTrace().length);
  }
}
