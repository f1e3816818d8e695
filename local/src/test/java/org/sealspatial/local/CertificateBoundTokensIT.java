/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.HttpValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.admin.Desired;
import org.sealspatial.routes.admin.TableEdits;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.TestCa;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.v1.HttpContext;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/**
 * Tokens bound to a TLS client certificate (RFC 8705 section 3), on real parts: who steals one has
 * nothing, over whatever connection.
 */
@WithKafka
class CertificateBoundTokensIT {
  private static final String SM = "SS_SmManagement";
  private static final String MAPS = "/ssm-smm/v1/spatial-maps";
  private static final Map<String, String> MAP_ONE =
      Map.of("svc-id", DemoWorld.VAL_SERVICE, "map-id", "1");
  private static final String QUERY = "svc-id=" + DemoWorld.VAL_SERVICE + "&map-id=1";

  /** Bound to the certificate alone; it speaks Kafka too. */
  private static final String TLS_CLIENT = "tls-fleet";

  /** Bound to certificate and key. */
  private static final String BOTH_CLIENT = "tls-and-key-fleet";

  private static final TestCa CA = new TestCa("clients and gateway");
  private static final SigningKey KEY = SigningKey.generate(Algorithm.ES256, TestStack.CRYPTO);
  private static final TestCa.Identity OWN = CA.issue("headset");

  @TempDir static Path folder;
  private static TestStack stack;

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    TestCa.Identity gateway = CA.issue("gateway");
    TestCa.secretFile(folder.resolve("key.pem"), gateway.keyPem());
    Files.writeString(folder.resolve("certificate.pem"), gateway.certificatePem());
    Files.writeString(folder.resolve("clients.pem"), CA.pem());
    stack =
        TestStack.start(
            kafka.bootstrap(),
            "--gateway.tls.key=" + folder.resolve("key.pem"),
            "--gateway.tls.certificate=" + folder.resolve("certificate.pem"),
            "--gateway.tls.client-trust=" + folder.resolve("clients.pem"));
    Path tls = client(TLS_CLIENT, "optional");
    Path both = client(BOTH_CLIENT, "required");
    DemoWorld.edits(stack.stack())
        .apply(
            Desired.read(List.of(tls, both, policy()), TestStack.CRYPTO),
            new TableEdits.Options(false, false, false));
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack) {
      Reconciliation.check(ended);
    }
  }

  private static Path client(String id, String proof) throws Exception {
    ObjectNode client =
        StrictJson.object()
            .put("kind", "Client")
            .put("id", id)
            .put("requestor", DemoWorld.REQUESTOR)
            .put("proof", proof)
            .put("certificateBound", true);
    client.putArray("keys").add(KEY.publicHalf().jwk());
    client.putArray("valUes").add("ue-*");
    client.putArray("valServices").add(DemoWorld.VAL_SERVICE);
    return Files.writeString(folder.resolve(id + ".yaml"), StrictJson.text(client));
  }

  private static Path policy() throws Exception {
    String text =
        """
        kind: Policy
        id: certificates
        rules:
          - id: all
            effect: allow
            clients: [%s, %s]
            valUes: ["ue-*"]
            valServices: [%s]
            services: [%s]
            actions: [get]
        """;
    return Files.writeString(
        folder.resolve("policy.yaml"),
        text.formatted(TLS_CLIENT, BOTH_CLIENT, DemoWorld.VAL_SERVICE, SM));
  }

  private static ValUe ue(String client) {
    return new ValUe(client, "ue-1", DemoWorld.VAL_SERVICE, stack.ue("ue-1").issuer(), KEY);
  }

  /** Over connections that show this certificate, with proofs of the client's key. */
  private static HttpValUe proving(String client, Optional<TestCa.Identity> shown) {
    return new HttpValUe(stack.gatewayUrl(), ue(client), Optional.of(CA.client(shown)));
  }

  private static HttpResponse<String> send(
      Optional<TestCa.Identity> shown, HttpRequest.Builder request) throws Exception {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(CA.client(shown))
            .build();
    return http.send(
        request.timeout(Duration.ofSeconds(40)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Asks for a token without a proof of possession. */
  private static HttpResponse<String> asksToken(Optional<TestCa.Identity> shown) throws Exception {
    Map<String, String> form = proving(TLS_CLIENT, shown).tokenForm(SM, "get", Optional.empty());
    String encoded =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        shown,
        HttpRequest.newBuilder(URI.create(stack.gatewayUrl() + "/oauth2/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded)));
  }

  private static String token(TestCa.Identity shown) throws Exception {
    return token(asksToken(Optional.of(shown)));
  }

  private static String token(HttpResponse<String> answer) {
    assertEquals(200, answer.statusCode(), answer.body());
    return json(answer.body()).path("access_token").asText();
  }

  private static HttpResponse<String> map(
      String token, Optional<TestCa.Identity> shown, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(stack.gatewayUrl() + MAPS + "?" + QUERY))
            .header("Authorization", "Bearer " + token);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(shown, request);
  }

  private static void assertBoundElsewhere(HttpResponse<String> answer) {
    assertEquals(401, answer.statusCode(), answer.body());
    assertEquals("TOKEN_BINDING", json(answer.body()).path("cause").asText(), answer.body());
    String challenge = answer.headers().firstValue("WWW-Authenticate").orElse("");
    assertTrue(challenge.contains("error=\"invalid_token\""), challenge);
  }

  private static JsonNode json(String text) {
    return StrictJson.read(text).orElseThrow();
  }

  private static JsonNode cnf(String token) throws Exception {
    return CompactJws.parse(token).claims().path("cnf");
  }

  private static String thumbprint(TestCa.Identity identity) throws CertificateEncodingException {
    return Base64Url.encode(Base64Url.sha256(identity.certificate().getEncoded()));
  }

  @Test
  void a_token_is_bound_to_the_certificate_it_was_asked_with_and_opens_the_map_over_it()
      throws Exception {
    String token = token(OWN);

    assertEquals(StrictJson.object().put("x5t#S256", thumbprint(OWN)), cnf(token));
    HttpResponse<String> map = map(token, Optional.of(OWN));
    assertEquals(200, map.statusCode(), map.body());
  }

  @Test
  void introspection_shows_the_certificate_a_token_is_bound_to() throws Exception {
    String token = token(OWN);

    JsonNode status =
        json(
            proving(TLS_CLIENT, Optional.empty())
                .inquire("/oauth2/introspect", Map.of("token", token))
                .body());

    assertTrue(status.path("active").asBoolean(), status.toString());
    assertEquals("Bearer", status.path("token_type").asText());
    assertEquals(thumbprint(OWN), status.path("cnf").path("x5t#S256").asText());
  }

  @Test
  void a_stolen_token_is_refused_over_another_certificate_of_the_same_ca_and_over_none()
      throws Exception {
    String stolen = token(OWN);

    assertBoundElsewhere(map(stolen, Optional.of(CA.issue("headset"))));
    assertBoundElsewhere(map(stolen, Optional.empty()));
  }

  @Test
  void no_header_of_the_caller_stands_for_a_certificate() throws Exception {
    String stolen = token(OWN);
    String pem = OWN.certificatePem();
    String base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");

    assertBoundElsewhere(
        map(
            stolen,
            Optional.empty(),
            "Client-Cert",
            ":" + base64 + ":",
            "X-Forwarded-Client-Cert",
            "Cert=\"" + URLEncoder.encode(pem, StandardCharsets.US_ASCII) + "\"",
            "X-SSL-Client-Cert",
            URLEncoder.encode(pem, StandardCharsets.US_ASCII)));
  }

  @Test
  void a_stolen_token_is_refused_with_a_proof_of_another_key_and_with_the_clients_own()
      throws Exception {
    String stolen = token(OWN);
    SigningKey others = SigningKey.generate(Algorithm.ES256, TestStack.CRYPTO);
    var thief =
        new ValUe(TLS_CLIENT, "ue-1", DemoWorld.VAL_SERVICE, ue(TLS_CLIENT).issuer(), others);
    String proof = thief.dpop("GET", stack.gatewayUrl() + MAPS, Optional.of(stolen));

    for (var shown : List.of(Optional.<TestCa.Identity>empty(), Optional.of(OWN))) {
      HttpValUe http = proving(TLS_CLIENT, shown);
      assertBoundElsewhere(http.get(MAPS, QUERY, stolen, proof));
      assertBoundElsewhere(http.get(MAPS, QUERY, stolen));
    }
  }

  @Test
  void over_kafka_a_certificate_bound_token_is_refused_whatever_the_record_says() throws Exception {
    String stolen = token(OWN);
    ValUe ue = ue(TLS_CLIENT);
    SpatialRequestBody plain = ue.asksSpatial(SM, "get", MAP_ONE);
    SpatialRequestBody claiming = ue.asksSpatial(SM, "get", MAP_ONE);
    claiming.setHttp(new HttpContext("GET", stack.gatewayUrl() + MAPS, "Bearer", thumbprint(OWN)));

    SpatialResponse refused = stack.kafka().ask(ue, plain, stolen);
    SpatialResponse malformed = stack.kafka().ask(ue, claiming, stolen);

    assertEquals("TOKEN_BINDING", refused.getFailure().getCause());
    assertEquals("REQUEST_MALFORMED", malformed.getFailure().getCause());
  }

  @Test
  void over_kafka_nobody_gets_a_token_bound_to_a_certificate_by_writing_its_thumbprint()
      throws Exception {
    ValUe ue = ue(TLS_CLIENT);
    TokenRequestBody claiming = ue.asksToken(SM, "get", Optional.empty());
    claiming.setHttp(
        new HttpContext("POST", stack.gatewayUrl() + "/oauth2/token", null, thumbprint(OWN)));

    TokenResponse refused = stack.kafka().ask(ue, claiming);
    TokenResponse granted = stack.kafka().ask(ue, ue.asksToken(SM, "get", Optional.empty()));

    assertEquals("REQUEST_MALFORMED", refused.getFailure().getCause());
    String token = granted.getToken().getAccessToken();
    assertEquals(StrictJson.object().put("jkt", KEY.publicHalf().thumbprint()), cnf(token));
    assertBoundElsewhere(proving(TLS_CLIENT, Optional.of(OWN)).get(MAPS, QUERY, token));
  }

  @Test
  void a_renewed_certificate_needs_a_new_token() throws Exception {
    String old = token(OWN);
    var renewed = CA.renew("headset", OWN.pair());

    assertBoundElsewhere(map(old, Optional.of(renewed)));
    assertEquals(200, map(token(renewed), Optional.of(renewed)).statusCode());
  }

  @Test
  void a_client_registered_with_a_certificate_gets_no_token_without_one() throws Exception {
    HttpResponse<String> bare = asksToken(Optional.empty());

    assertEquals(400, bare.statusCode(), bare.body());
    assertEquals("CERTIFICATE_REQUIRED", json(bare.body()).path("cause").asText());
    assertEquals("invalid_request", json(bare.body()).path("error").asText());
  }

  @Test
  void a_token_with_key_and_certificate_needs_both() throws Exception {
    HttpValUe both = proving(BOTH_CLIENT, Optional.of(OWN));
    String token = token(both.token(both.tokenForm(SM, "get", Optional.empty())));

    assertEquals(
        StrictJson.object()
            .put("jkt", KEY.publicHalf().thumbprint())
            .put("x5t#S256", thumbprint(OWN)),
        cnf(token));
    assertEquals(200, both.get(MAPS, QUERY, token).statusCode());
    assertBoundElsewhere(proving(BOTH_CLIENT, Optional.empty()).get(MAPS, QUERY, token));
    assertBoundElsewhere(map(token, Optional.of(OWN)));
  }

  @Test
  void a_client_that_is_not_registered_so_is_not_bound_by_the_certificate_it_shows()
      throws Exception {
    ValUe ue = stack.ue("ue-1");
    var shows = new HttpValUe(stack.gatewayUrl(), ue, Optional.of(CA.client(Optional.of(OWN))));

    String token = token(shows.token(shows.tokenForm(SM, "get", Optional.empty())));

    assertFalse(cnf(token).has("x5t#S256"), cnf(token).toString());
    var bare = new HttpValUe(stack.gatewayUrl(), ue, Optional.of(CA.client(Optional.empty())));
    assertEquals(200, bare.get(MAPS, QUERY, token).statusCode());
  }

  @Test
  void the_metadata_says_that_tokens_can_be_bound_to_certificates() throws Exception {
    HttpResponse<String> metadata =
        send(
            Optional.empty(),
            HttpRequest.newBuilder(
                URI.create(stack.gatewayUrl() + "/.well-known/oauth-authorization-server")));

    assertTrue(
        json(metadata.body()).path("tls_client_certificate_bound_access_tokens").asBoolean(),
        metadata.body());
  }
}
