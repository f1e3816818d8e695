/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.local.LocalStack;
import org.sealspatial.local.ue.HttpValUe;
import org.sealspatial.local.ue.KafkaValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.table.RevocationContent;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/** Plays both figures over HTTP and over Kafka, then what must be refused. */
final class DemoStory {
  private static final String MAPS = "/ssm-smm/v1/spatial-maps";
  private static final String MAP_ONE = "svc-id=" + DemoWorld.VAL_SERVICE + "&map-id=1";
  private static final String SM = "SS_SmManagement";
  private static final Map<String, String> ASK_MAP_ONE =
      Map.of("svc-id", DemoWorld.VAL_SERVICE, "map-id", "1");

  private final LocalStack stack;
  private final Stage stage;
  private final SigningKey key;
  private final CryptoProvider crypto;
  private final ValUe ue;

  DemoStory(LocalStack stack, Stage stage, SigningKey key, CryptoProvider crypto) {
    this.stack = stack;
    this.stage = stage;
    this.key = key;
    this.crypto = crypto;
    this.ue = ue("ue-1", DemoWorld.VAL_SERVICE);
  }

  private ValUe ue(String name, String valService) {
    String issuer = stack.config().sim().orElseThrow().issuer().toString();
    return new ValUe(DemoWorld.CLIENT, name, valService, issuer, key);
  }

  private HttpValUe http(ValUe who) {
    return new HttpValUe(DemoWorld.gatewayUrl(stack), who, stack.clientTrust());
  }

  /** Returns how many request records must have left an audit record. */
  int play() throws Exception {
    int requests = overHttp();
    try (var kafka =
        new KafkaValUe(
            stack.config().cluster().kafka().clientProperties(),
            stack.config().cluster().topicPrefix(),
            DemoWorld.REQUESTOR)) {
      requests += overKafka(kafka);
      requests += refusedBySim(kafka);
      requests += refusedByLm(kafka);
    }
    return requests;
  }

  private int overHttp() throws IOException, InterruptedException {
    stage.scene("Figure 1 over HTTP: access token for a spatial localization service");
    HttpValUe client = http(ue);
    stage.says("SIM-C", "SIM-S", "POST /oauth2/token  scope=seal:SS_SmManagement:get, DPoP");
    HttpResponse<String> answer = client.token(client.tokenForm(SM, "get", Optional.empty()));
    stage.expect("token endpoint answers", 200, answer.statusCode());
    JsonNode token = StrictJson.read(answer.body()).orElseThrow();
    stage.says(
        "SIM-S",
        "SIM-C",
        token.path("token_type").asText()
            + " token "
            + Stage.hidden(token.path("access_token").asText())
            + ", expires in "
            + token.path("expires_in")
            + " s, limited to");
    stage.shows(token.path("authorization_details").toString());

    stage.scene("Figure 2 over HTTP: get the spatial map with the token");
    stage.says("LM client", "LM-S", "GET " + MAPS + "?" + MAP_ONE + "  Authorization: DPoP");
    HttpResponse<String> map = client.get(MAPS, MAP_ONE, token.path("access_token").asText());
    stage.expect("map is served", 200, map.statusCode());
    stage.says("LM-S", "LM client", "spatial map information");
    stage.shows(Stage.shortened(map.body()));
    stage.expect("the staff layer is withheld", false, map.body().contains("vault"));
    return 2;
  }

  private int overKafka(KafkaValUe kafka) throws InterruptedException {
    stage.scene("The same over Kafka topics, for a spatial anchor too");
    stage.says("SIM-C", "SIM-S", "TokenRequest on seal.token.requests.v1, signed over the record");
    String token = token(kafka.ask(ue, ue.asksToken(SM, "get", Optional.empty())));
    stage.says("SIM-S", "SIM-C", "TokenResponse: DPoP token " + Stage.hidden(token));
    stage.says("LM client", "LM-S", "SpatialRequest on seal.spatial.requests.v1, token and proof");
    SpatialResponse map = kafka.ask(ue, ue.asksSpatial(SM, "get", ASK_MAP_ONE), token);
    stage.says("LM-S", "LM client", "SpatialResponse");
    stage.shows(Stage.shortened(String.valueOf(map.getContent())));
    stage.expect("something is withheld", true, map.getWithheld());

    String finder =
        token(kafka.ask(ue, ue.asksToken("SS_SAnDiscovery", "discover", Optional.empty())));
    SpatialResponse anchors =
        kafka.ask(
            ue,
            ue.asksSpatial("SS_SAnDiscovery", "discover", Map.of("anchor-ids", "fountain-anchor")),
            finder);
    stage.says("LM-S", "LM client", "spatial anchor");
    stage.shows(Stage.shortened(String.valueOf(anchors.getContent())));
    stage.expect(
        "the anchor is served",
        true,
        String.valueOf(anchors.getContent()).contains("fountain-anchor"));
    return 4;
  }

  private int refusedBySim(KafkaValUe kafka) throws InterruptedException {
    stage.scene("Refused by SIM-S");
    TokenRequestBody unknown =
        ue("someone-else", DemoWorld.VAL_SERVICE).asksToken(SM, "get", Optional.empty());
    stage.expect(
        "a VAL UE the client may not speak for", "UNKNOWN_VAL_UE", cause(kafka.ask(ue, unknown)));
    stage.expect(
        "a service no rule allows",
        "SERVICE_NOT_ALLOWED",
        cause(kafka.ask(ue, ue.asksToken("SS_SmLocalization", "get", Optional.empty()))));
    return 2;
  }

  private int refusedByLm(KafkaValUe kafka) throws Exception {
    stage.scene("Refused by LM-S");
    return expired(kafka) + tampered(kafka) + stolen(kafka) + replayed() + revoked(kafka);
  }

  private int expired(KafkaValUe kafka) throws InterruptedException, Rejected {
    ValUe hasty = ue("ue-hasty", "hasty.example");
    String token = token(kafka.ask(hasty, hasty.asksToken(SM, "get", Optional.empty())));
    Instant end = AccessToken.fromJson(CompactJws.parse(token).claims()).expiresAt();
    Duration skew = stack.config().lm().orElseThrow().clockSkew();
    Duration left = Duration.between(Instant.now(), end.plus(skew).plusMillis(50));
    TimeUnit.MILLISECONDS.sleep(Math.max(0, left.toMillis()));
    SpatialResponse answer = kafka.ask(hasty, hasty.asksSpatial(SM, "get", ASK_MAP_ONE), token);
    stage.expect("a token that has expired", "TOKEN_EXPIRED", cause(answer));
    return 2;
  }

  private int tampered(KafkaValUe kafka) throws InterruptedException, Rejected {
    String token = token(kafka.ask(ue, ue.asksToken(SM, "get", Optional.empty())));
    String[] parts = token.split("\\.");
    var claims = CompactJws.parse(token).claims();
    claims.put("sub", "ue-2");
    String forged =
        parts[0]
            + "."
            + org.sealspatial.jose.Base64Url.encode(
                StrictJson.text(claims).getBytes(java.nio.charset.StandardCharsets.UTF_8))
            + "."
            + parts[2];
    SpatialResponse answer = kafka.ask(ue, ue.asksSpatial(SM, "get", ASK_MAP_ONE), forged);
    stage.expect("a token with another subject written in", "TOKEN_INVALID", cause(answer));
    return 2;
  }

  private int stolen(KafkaValUe kafka) throws IOException, InterruptedException {
    String token = token(kafka.ask(ue, ue.asksToken(SM, "get", Optional.empty())));
    SigningKey thiefsKey = SigningKey.generate(Algorithm.ES256, crypto);
    var thief = new ValUe(DemoWorld.CLIENT, "ue-1", DemoWorld.VAL_SERVICE, ue.issuer(), thiefsKey);
    HttpResponse<String> answer = http(thief).get(MAPS, MAP_ONE, token);
    stage.expect(
        "a stolen token, proven with the thief's own key", "TOKEN_BINDING", httpCause(answer));
    return 2;
  }

  private int replayed() throws IOException, InterruptedException {
    HttpValUe client = http(ue);
    String token =
        StrictJson.read(client.token(client.tokenForm(SM, "get", Optional.empty())).body())
            .orElseThrow()
            .path("access_token")
            .asText();
    String proof = ue.dpop("GET", DemoWorld.gatewayUrl(stack) + MAPS, Optional.of(token));
    client.get(MAPS, MAP_ONE, token, proof);
    HttpResponse<String> answer = client.get(MAPS, MAP_ONE, token, proof);
    stage.expect("a proof that was used before", "PROOF_REPLAYED", httpCause(answer));
    return 3;
  }

  private int revoked(KafkaValUe kafka) throws InterruptedException, Rejected {
    String token = token(kafka.ask(ue, ue.asksToken(SM, "get", Optional.empty())));
    String jti = AccessToken.fromJson(CompactJws.parse(token).claims()).jti();
    var outcome =
        DemoWorld.edits(stack)
            .revoke(RevocationContent.By.JTI, jti, Instant.now(), Optional.of("shown in the demo"));
    stage.says(
        "operator",
        "SIM, LM",
        "revokes the token's jti; seen after " + outcome.visibleAfter().toMillis() + " ms");
    String cause = "";
    int requests = 1;
    Instant giveUp = Instant.now().plusSeconds(5);
    while (cause.isEmpty() && Instant.now().isBefore(giveUp)) {
      SpatialResponse answer = kafka.ask(ue, ue.asksSpatial(SM, "get", ASK_MAP_ONE), token);
      cause = answer.getFailure() == null ? "" : answer.getFailure().getCause();
      requests++;
    }
    stage.expect("a token that was revoked", "TOKEN_REVOKED", cause);
    return requests;
  }

  private String token(TokenResponse response) {
    stage.expect("SIM-S grants", true, response.getToken() != null);
    return response.getToken() == null ? "a.b.c" : response.getToken().getAccessToken();
  }

  private static String cause(TokenResponse response) {
    return response.getFailure() == null ? "granted" : response.getFailure().getCause();
  }

  private static String cause(SpatialResponse response) {
    return response.getFailure() == null ? "granted" : response.getFailure().getCause();
  }

  private static String httpCause(HttpResponse<String> answer) {
    return StrictJson.object(answer.body()).map(o -> o.path("cause").asText()).orElse("none");
  }
}
