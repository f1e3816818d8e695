/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.local.ue.HttpValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;

/** Both figures over HTTP, through Kafka and back, on real parts. */
@WithKafka
@Tag("concurrent")
class HttpFlowIT {
  private static final String MAPS = "/ssm-smm/v1/spatial-maps";
  private static final String MAP_ONE = "svc-id=arcade.example&map-id=1";

  private static TestStack stack;

  private final HttpClient plain = HttpClient.newHttpClient();

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    stack = TestStack.start(kafka.bootstrap());
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack) {
      Reconciliation.check(ended);
    }
  }

  private static String token(String service, String action) throws Exception {
    HttpValUe client = stack.http(stack.ue("ue-1"));
    HttpResponse<String> answer = client.token(client.tokenForm(service, action, Optional.empty()));
    assertEquals(200, answer.statusCode(), answer.body());
    JsonNode json = StrictJson.read(answer.body()).orElseThrow();
    assertEquals("DPoP", json.path("token_type").asText());
    return json.path("access_token").asText();
  }

  private static String cause(HttpResponse<String> answer) {
    return StrictJson.object(answer.body()).orElseThrow().path("cause").asText();
  }

  @Test
  void a_map_is_served_from_the_collection_and_by_its_own_path() throws Exception {
    String token = token("SS_SmManagement", "get");
    HttpValUe client = stack.http(stack.ue("ue-1"));

    HttpResponse<String> found = client.get(MAPS, MAP_ONE, token);
    HttpResponse<String> own = client.get(MAPS + "/1", "", token);

    assertEquals(200, found.statusCode(), found.body());
    assertEquals(200, own.statusCode(), own.body());
    assertEquals(found.body(), own.body());
    assertEquals("true", own.headers().firstValue("Seal-Withheld").orElse("absent"));
    assertEquals("no-store", own.headers().firstValue("Cache-Control").orElse("absent"));
  }

  @Test
  void anchors_are_discovered_with_a_token_for_that_service_only() throws Exception {
    HttpValUe client = stack.http(stack.ue("ue-1"));
    String path = "/ssan-disc/v1/spatial-anchors";

    HttpResponse<String> found =
        client.get(path, "anchor-ids=welcome-anchor", token("SS_SAnDiscovery", "discover"));
    HttpResponse<String> refused =
        client.get(path, "anchor-ids=welcome-anchor", token("SS_SmManagement", "get"));

    assertTrue(found.body().contains("welcome-anchor"), found.body());
    assertEquals(403, refused.statusCode());
    assertEquals("SCOPE_INSUFFICIENT", cause(refused));
    assertTrue(
        refused.headers().firstValue("WWW-Authenticate").orElse("").contains("insufficient_scope"),
        "the challenge of RFC 6750");
  }

  @Test
  void a_bound_token_as_bearer_is_refused() throws Exception {
    HttpClient client = stack.client().build();

    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(stack.gatewayUrl() + MAPS + "?" + MAP_ONE))
                .header("Authorization", "Bearer " + token("SS_SmManagement", "get"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(401, answer.statusCode());
    assertEquals("TOKEN_BINDING", cause(answer));
  }

  @Test
  void a_proof_for_another_uri_a_used_one_and_a_thiefs_are_refused() throws Exception {
    ValUe ue = stack.ue("ue-1");
    HttpValUe client = stack.http(ue);
    String token = token("SS_SmManagement", "get");
    String elsewhere = ue.dpop("GET", stack.gatewayUrl() + MAPS + "/2", Optional.of(token));
    String once = ue.dpop("GET", stack.gatewayUrl() + MAPS, Optional.of(token));
    ValUe thief = stack.ue("ue-1", SigningKey.generate(Algorithm.ES256, TestStack.CRYPTO));

    assertEquals("PROOF_INVALID", cause(client.get(MAPS, MAP_ONE, token, elsewhere)));
    assertEquals(200, client.get(MAPS, MAP_ONE, token, once).statusCode());
    assertEquals("PROOF_REPLAYED", cause(client.get(MAPS, MAP_ONE, token, once)));
    assertEquals("TOKEN_BINDING", cause(stack.http(thief).get(MAPS, MAP_ONE, token)));
  }

  @Test
  void a_token_nobody_issued_is_refused_and_no_part_of_it_comes_back() throws Exception {
    String token = token("SS_SmManagement", "get");
    String forged = token.substring(0, token.length() - 4) + "AAAA";

    HttpResponse<String> answer = stack.http(stack.ue("ue-1")).get(MAPS, MAP_ONE, forged);
    HttpResponse<String> junk = stack.http(stack.ue("ue-1")).get(MAPS, MAP_ONE, "a.b.c");

    assertEquals(401, answer.statusCode());
    assertEquals("TOKEN_INVALID", cause(answer));
    assertEquals("TOKEN_MALFORMED", cause(junk));
    assertFalse(answer.body().contains(forged.substring(0, 40)), "no token in the answer");
  }

  @Test
  void an_unknown_val_ue_and_a_service_nobody_allows_are_oauth_errors() throws Exception {
    HttpValUe stranger = stack.http(stack.ue("someone-else"));
    HttpValUe client = stack.http(stack.ue("ue-1"));

    HttpResponse<String> unknown =
        stranger.token(stranger.tokenForm("SS_SmManagement", "get", Optional.empty()));
    HttpResponse<String> service =
        client.token(client.tokenForm("SS_SmLocalization", "get", Optional.empty()));

    assertEquals(400, unknown.statusCode());
    assertEquals("UNKNOWN_VAL_UE", cause(unknown));
    JsonNode error = StrictJson.read(service.body()).orElseThrow();
    assertEquals("invalid_scope", error.path("error").asText());
    assertEquals("SERVICE_NOT_ALLOWED", error.path("cause").asText());
  }

  @Test
  void readiness_names_every_part_of_the_process() throws Exception {
    String management = stack.stack().config().management().toString();
    HttpResponse<String> health =
        plain.send(
            HttpRequest.newBuilder(URI.create("http://" + management + "/health/ready")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(200, health.statusCode(), health.body());
    for (String part :
        new String[] {
          "kafkatx-sim-access-token-request",
          "kafkatx-lm-get-spatial-map",
          "sim-tables",
          "sim-key",
          "lm-tables",
          "lm-revocations",
          "gateway-replies"
        }) {
      assertTrue(health.body().contains("\"" + part + "\""), part + " in " + health.body());
    }
  }
}
