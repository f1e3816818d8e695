/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.HttpValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.admin.TableEdits;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.SpatialResponse;

/** The life of a token as its client sees it: issued, used, asked about, revoked. */
record TokenLife(TestStack stack) {
  static final String SM = "SS_SmManagement";
  static final Map<String, String> MAP_ONE = Map.of("svc-id", "arcade.example", "map-id", "1");
  static final String REVOKE = "/oauth2/revoke";
  static final String INTROSPECT = "/oauth2/introspect";
  private static final Duration SOON = Duration.ofSeconds(60);

  HttpValUe client(String ue) {
    return stack.http(stack.ue(ue));
  }

  String token(String ue) throws Exception {
    HttpResponse<String> answer = asked(ue);
    assertEquals(200, answer.statusCode(), answer.body());
    return json(answer).get("access_token").textValue();
  }

  private HttpResponse<String> asked(String ue) {
    HttpValUe client = client(ue);
    return answered(() -> client.token(client.tokenForm(SM, "get", Optional.empty())));
  }

  /** Again after 504, as a client has to: on a starved machine a group takes long to settle. */
  private static HttpResponse<String> answered(Callable<HttpResponse<String>> call) {
    return await("an answer").atMost(SOON).until(call, answer -> answer.statusCode() != 504);
  }

  static AccessToken claims(String token) throws Exception {
    return AccessToken.fromJson(CompactJws.parse(token).claims());
  }

  static String jti(String token) throws Exception {
    return claims(token).jti();
  }

  static ObjectNode json(HttpResponse<String> answer) {
    return StrictJson.object(answer.body()).orElseThrow(() -> new AssertionError(answer.body()));
  }

  /** What LM-S says over HTTP: 200, or the cause. */
  String lmSays(String ue, String token) throws Exception {
    HttpValUe client = client(ue);
    HttpResponse<String> answer =
        answered(() -> client.get(Attacker.MAPS, Attacker.MAP_ONE, token));
    return answer.statusCode() == 200 ? "200" : json(answer).path("cause").asText();
  }

  /** What comes of a token that is asked for now: 200 of LM-S, or why SIM-S or LM-S refuses. */
  String lmSaysOfNew(String ue) throws Exception {
    HttpResponse<String> answer = asked(ue);
    ObjectNode json = json(answer);
    return answer.statusCode() == 200
        ? lmSays(ue, json.get("access_token").textValue())
        : json.path("cause").asText();
  }

  /** What LM-S says over Kafka: 200, or the cause. */
  String lmReplies(ValUe ue, String token) throws Exception {
    SpatialResponse answer = stack.kafka().ask(ue, ue.asksSpatial(SM, "get", MAP_ONE), token);
    return answer.getFailure() == null ? "200" : answer.getFailure().getCause();
  }

  /** Until LM-S says this. */
  void awaitLm(String expected, String ue, String token) {
    await("LM-S says " + expected).atMost(SOON).until(() -> lmSays(ue, token), expected::equals);
  }

  /** What SIM-S says over HTTP: true or false as active, or the cause. */
  String simSays(String ue, String token) throws Exception {
    HttpValUe client = client(ue);
    HttpResponse<String> answer =
        answered(() -> client.inquire(INTROSPECT, Map.of("token", token)));
    ObjectNode json = json(answer);
    return answer.statusCode() == 200 ? json.path("active").asText() : json.path("cause").asText();
  }

  /** Until SIM-S says this. */
  void awaitSim(String expected, String ue, String token) {
    await("SIM-S says " + expected).atMost(SOON).until(() -> simSays(ue, token), expected::equals);
  }

  ObjectNode introspected(String ue, String token) throws Exception {
    HttpValUe client = client(ue);
    HttpResponse<String> answer =
        answered(() -> client.inquire(INTROSPECT, Map.of("token", token)));
    assertEquals(200, answer.statusCode(), answer.body());
    return json(answer);
  }

  TableEdits edits() {
    return DemoWorld.edits(stack.stack());
  }

  /** The operator revokes all that this subject was issued up to some seconds from now. */
  void revokeSubject(String ue) throws InterruptedException {
    edits().revoke(By.SUBJECT, ue, java.time.Instant.now().plusSeconds(5), Optional.empty());
  }

  List<AuditRecord> audit(String jti) {
    return stack.audit().stream().filter(a -> jti.equals(a.getJti())).toList();
  }
}
