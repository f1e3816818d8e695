/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.local.ue.HttpValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.audit.CanonicalDigest;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/** Roles that are away, roles that come back, and answers that would not fit. */
@WithKafka
@Tag("concurrent")
class RecoveryIT {
  private static final String SM = "SS_SmManagement";

  private static String jti(String token) throws Exception {
    return AccessToken.fromJson(CompactJws.parse(token).claims()).jti();
  }

  @Test
  void a_resent_request_gets_the_first_token_also_from_a_sim_that_was_started_since(
      KafkaUnderTest kafka) throws Exception {
    try (TestStack stack = TestStack.start(kafka.bootstrap())) {
      // Given
      ValUe ue = stack.ue("ue-again");
      TokenRequestBody body = ue.asksToken(SM, "get", Optional.empty());
      TokenResponse first = stack.kafka().ask(ue, body);

      // When
      stack.restart();
      body.setDeadline(body.getDeadline().plusSeconds(60)); // whoever resends waits anew
      TokenResponse again = stack.kafka().ask(ue, body);

      // Then
      assertEquals(jti(first.getToken().getAccessToken()), jti(again.getToken().getAccessToken()));
      assertEquals(
          List.of(Outcome.GRANTED, Outcome.DUPLICATE), outcomes(stack, body.getRequestId()));
      Reconciliation.check(stack);
    }
  }

  @Test
  void with_sim_away_the_gateway_answers_504_and_a_retry_with_the_same_key_gets_the_one_token(
      KafkaUnderTest kafka) throws Exception {
    try (TestStack stack = TestStack.start(kafka.bootstrap())) {
      // Given
      stack.restart("--roles=gateway", "--gateway.wait=PT1S");
      ValUe ue =
          new ValUe("headset-fleet", "ue-1", "arcade.example", issuer(stack), stack.clientKey());
      var away = new HttpValUe(stack.gatewayUrl(), ue, stack.stack().clientTrust());
      Map<String, String> key = Map.of("Idempotency-Key", "one-outcome");

      // When
      HttpResponse<String> late = away.token(away.tokenForm(SM, "get", Optional.empty()), key);
      stack.restart();
      HttpValUe back = stack.http(stack.ue("ue-1"));
      HttpResponse<String> first = back.token(back.tokenForm(SM, "get", Optional.empty()), key);
      HttpResponse<String> second = back.token(back.tokenForm(SM, "get", Optional.empty()), key);

      // Then
      assertEquals(504, late.statusCode());
      assertTrue(late.body().contains("one-outcome"), "the request id: " + late.body());
      assertEquals(200, first.statusCode(), first.body());
      assertEquals(jti(accessToken(first)), jti(accessToken(second)), "one outcome");
      Reconciliation.check(stack);
    }
  }

  @Test
  void a_grant_that_somebody_planted_in_the_audit_makes_no_token(KafkaUnderTest kafka)
      throws Exception {
    try (TestStack stack = TestStack.start(kafka.bootstrap())) {
      // Given: a real decision, written down for a request nobody has made yet, and for more
      ValUe ue = stack.ue("ue-planted");
      TokenRequestBody asked = ue.asksToken(SM, "get", Optional.empty());
      stack.kafka().ask(ue, asked);
      TokenRequestBody body = ue.asksToken(SM, "get", Optional.empty());
      AuditRecord planted =
          stack.audit().stream()
              .filter(record -> asked.getRequestId().equals(record.getRequestId()))
              .findFirst()
              .orElseThrow();
      planted.setRequestId(body.getRequestId());
      planted.setRequestDigest(ByteBuffer.wrap(digest(body)));
      planted.setProofHash("planted");
      planted.setGranted(planted.getGranted().replace(":get", ":get seal:" + SM + ":delete"));
      try (var writer =
          new KafkaProducer<>(
              stack.clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
        int partition = planted.getSource().getPartition();
        byte[] value = new Wire().encode(planted);
        writer.send(new ProducerRecord<>(stack.topic(Topic.AUDIT), partition, "", value)).get();
      }

      // When
      stack.restart();
      TokenResponse answer = stack.kafka().ask(ue, body);

      // Then
      assertNull(answer.getToken(), "a token of a grant that SIM-S never gave");
      assertEquals("REQUEST_ID_REUSED", answer.getFailure().getCause());
      body.setRequestId(ValUe.newId());
      assertNotNull(stack.kafka().ask(ue, body).getToken(), "under another id it is decided");
    }
  }

  /** As SIM-S takes it. */
  private static byte[] digest(TokenRequestBody body) {
    return new CanonicalDigest()
        .add("token")
        .add(body.getClientId())
        .add(body.getRequestId())
        .add(body.getValUe())
        .add(body.getValUser())
        .add(body.getValService())
        .add(body.getService())
        .add(body.getAuthorizationDetails())
        .add(body.getActions().get(0))
        .digest();
  }

  private static String issuer(TestStack stack) {
    return stack.stack().config().gateway().orElseThrow().issuer().toString();
  }

  private static String accessToken(HttpResponse<String> response) {
    JsonNode json = StrictJson.read(response.body()).orElseThrow();
    assertNotNull(json.get("access_token"), "no token in " + response.body());
    return json.get("access_token").textValue();
  }

  @Test
  void an_answer_over_the_limit_is_refused_as_such_and_the_partition_goes_on(KafkaUnderTest kafka)
      throws Exception {
    try (TestStack stack = TestStack.start(kafka.bootstrap(), "--lm.max-answer-bytes=1024")) {
      ValUe ue = stack.ue("ue-1");
      String token =
          stack
              .kafka()
              .ask(ue, ue.asksToken(SM, "get", Optional.empty()))
              .getToken()
              .getAccessToken();
      Map<String, String> all = Map.of("svc-id", "arcade.example", "map-id", "1");
      Map<String, String> missing = Map.of("svc-id", "arcade.example", "map-id", "9");

      var large = stack.kafka().ask(ue, ue.asksSpatial(SM, "get", all), token);
      var next = stack.kafka().ask(ue, ue.asksSpatial(SM, "get", missing), token);

      assertEquals("MAP_TOO_LARGE", large.getFailure().getCause());
      assertEquals("MAP_NOT_FOUND", next.getFailure().getCause());
      Reconciliation.check(stack);
    }
  }

  private static List<Outcome> outcomes(TestStack stack, String requestId) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                stack.audit().stream()
                    .filter(a -> requestId.equals(a.getRequestId()))
                    .map(AuditRecord::getOutcome)
                    .toList(),
            found -> found.size() == 2);
  }

  @Test
  void the_policy_of_a_request_is_the_one_in_force_when_it_is_decided(KafkaUnderTest kafka)
      throws Exception {
    try (TestStack stack = TestStack.start(kafka.bootstrap())) {
      ValUe ue = stack.ue("ue-1");
      TokenRequestBody body = ue.asksToken(SM, "get", Optional.empty());
      stack.kafka().ask(ue, body);
      AuditRecord audit =
          await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> stack.audit().stream().findFirst(), Optional::isPresent)
              .orElseThrow();
      assertEquals(1L, audit.getPolicyVersion());
      assertTrue(
          audit.getState().get(stack.topic(Topic.POLICIES)) >= 2, "policy and manifest read");
    }
  }
}
