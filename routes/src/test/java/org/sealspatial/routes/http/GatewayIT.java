/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.TokenRequestBody;

/** The API as a caller sees it, over a real broker. */
@Timeout(120)
class GatewayIT {
  private static final String PREFIX = "api";
  private static Broker broker;
  private static Processors processors;
  private static GatewayUnderTest gateway;

  @BeforeAll
  static void start() throws Exception {
    broker = new Broker();
    broker.topics(PREFIX);
    processors = new Processors(broker, PREFIX);
    gateway = new GatewayUnderTest(broker, PREFIX, Duration.ofSeconds(10), 100);
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    processors.close();
    broker.close();
  }

  @BeforeEach
  void granting() {
    processors.sim = body -> List.of(Processors.granted(body));
    processors.lm = body -> List.of(Processors.map(body));
    processors.seen.clear();
    processors.tokenRequests.clear();
    processors.spatialRequests.clear();
  }

  private static JsonNode json(HttpResponse<String> response) {
    return StrictJson.object(response.body()).orElseThrow();
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  @Test
  void gives_a_token_over_kafka_and_back() throws Exception {
    HttpResponse<String> response =
        gateway.send(gateway.token().header("DPoP", "proof").header("Idempotency-Key", "once-1"));

    assertEquals(200, response.statusCode());
    assertEquals("application/json", header(response, "Content-Type"));
    assertEquals("no-store", header(response, "Cache-Control"));
    assertEquals("no-cache", header(response, "Pragma"));
    assertEquals("once-1", header(response, "Seal-Request-Id"));
    assertEquals("e30.e30.c2ln", json(response).get("access_token").textValue());
    assertEquals("DPoP", json(response).get("token_type").textValue());
    assertEquals(300, json(response).get("expires_in").intValue());
    assertEquals("seal:SS_SmManagement:get", json(response).get("scope").textValue());
  }

  @Test
  void tells_sim_what_the_form_says_and_nothing_else() throws Exception {
    Map<String, String> form = GatewayUnderTest.tokenForm();
    form.put("val_user_id", "user-1");
    form.put("authorization_details", "[{\"type\":\"seal-spatial\"}]");
    form.put("unknown", "ignored");

    HttpResponse<String> response =
        gateway.send(
            gateway
                .post(GatewayUnderTest.encoded(form))
                .header("DPoP", "proof")
                .header("Idempotency-Key", "\"once-2\"")
                .header("X-Forwarded-Host", "evil.example"));

    assertEquals(200, response.statusCode());
    assertEquals("seal-spatial", json(response).at("/authorization_details/0/type").textValue());
    var record = processors.seen.get(0);
    assertEquals("arcade", new String(record.key()));
    assertEquals(Utils.toPositive(Utils.murmur2(record.key())) % 4, record.partition());
    TokenRequestBody body = Processors.body(processors.tokenRequests.get(0));
    assertEquals("once-2", body.getRequestId());
    assertEquals("arcade", body.getClientId());
    assertEquals("ue-1", body.getValUe());
    assertEquals("user-1", body.getValUser());
    assertEquals("arcade-service", body.getValService());
    assertEquals("SS_SmManagement", body.getService());
    assertEquals(List.of("get"), body.getActions());
    assertEquals("[{\"type\":\"seal-spatial\"}]", body.getAuthorizationDetails());
    assertEquals("POST", body.getHttp().getMethod());
    assertEquals("https://gateway.example/oauth2/token", body.getHttp().getUri());
    assertNull(body.getHttp().getScheme());
    assertEquals("proof", processors.tokenRequests.get(0).getProof());
    assertEquals(22, body.getCorrelationId().length());
  }

  @Test
  void takes_the_client_for_the_ue_where_none_is_named() throws Exception {
    Map<String, String> form = GatewayUnderTest.tokenForm();
    form.remove("val_ue_id");
    form.remove("scope");
    form.put("service", "SS_SAnDiscovery");

    gateway.send(gateway.post(GatewayUnderTest.encoded(form)));

    TokenRequestBody body = Processors.body(processors.tokenRequests.get(0));
    assertEquals("arcade", body.getValUe());
    assertEquals("SS_SAnDiscovery", body.getService());
    assertEquals(List.of("get"), body.getActions());
    assertNull(processors.tokenRequests.get(0).getProof());
  }

  @Test
  void passes_an_encrypted_token_on_as_it_is() throws Exception {
    processors.sim = body -> List.of(Processors.token(body).setEncrypted("a.b.c.d.e").build());

    HttpResponse<String> response = gateway.send(gateway.token());

    assertEquals("application/jose", header(response, "Content-Type"));
    assertEquals("a.b.c.d.e", response.body());
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT_AUTH_FAILED, 401, invalid_client",
    "SERVICE_NOT_ALLOWED, 400, invalid_scope",
    "MAP_NOT_ALLOWED, 403, access_denied",
    "PROOF_INVALID, 400, invalid_dpop_proof",
    "REQUEST_ID_REUSED, 409, invalid_request",
    "AUTHORIZATION_DETAILS_INVALID, 400, invalid_authorization_details",
    "KEYS_UNAVAILABLE, 503, temporarily_unavailable",
    "CAUSE_OF_TOMORROW, 503, temporarily_unavailable"
  })
  void tells_why_sim_refused(String cause, int status, String error) throws Exception {
    processors.sim = body -> List.of(Processors.refused(body, cause));

    HttpResponse<String> response = gateway.send(gateway.token());

    assertEquals(status, response.statusCode());
    assertEquals("application/json", header(response, "Content-Type"));
    assertEquals(error, json(response).get("error").textValue());
    assertTrue(json(response).get("error_description").textValue().matches("[ !#-\\[\\]-~]+"));
    assertEquals("no-store", header(response, "Cache-Control"));
    assertNull(header(response, "WWW-Authenticate"));
    assertEquals(header(response, "Seal-Request-Id"), json(response).get("request_id").textValue());
    assertEquals(status == 503, response.headers().firstValue("Retry-After").isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grant_type=client_credentials&grant_type=client_credentials",
        "grant_type=%zz",
        "grant_type=%4",
        "grant_type=%FF",
        "grant_type=a b",
        "=x",
        "{\"a\":1}",
        "",
        "a=1&a=2",
      })
  void refuses_a_malformed_form(String form) throws Exception {
    HttpResponse<String> response = gateway.send(gateway.post(form));

    assertEquals(400, response.statusCode());
    assertEquals("invalid_request", json(response).get("error").textValue());
    assertEquals("REQUEST_MALFORMED", json(response).get("cause").textValue());
    assertTrue(processors.seen.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type, password, 400, unsupported_grant_type",
    "grant_type, '', 400, invalid_request",
    "client_assertion_type, x, 400, invalid_request",
    "client_assertion, '', 401, invalid_client",
    "client_assertion, junk, 401, invalid_client",
    "client_id, other, 401, invalid_client",
    "client_secret, s, 400, invalid_request",
    "scope, openid, 400, invalid_scope",
    "scope, seal:A:get seal:B:get, 400, invalid_scope",
    "scope, '', 400, invalid_scope",
    "service, SS_SAnDiscovery, 400, invalid_request",
    "val_service_id, '', 400, invalid_request"
  })
  void refuses_a_form_that_is_no_token_request(String name, String value, int status, String error)
      throws Exception {
    Map<String, String> form = GatewayUnderTest.tokenForm();
    form.put(name, value);

    HttpResponse<String> response = gateway.send(gateway.post(GatewayUnderTest.encoded(form)));

    assertEquals(status, response.statusCode());
    assertEquals(error, json(response).get("error").textValue());
    assertTrue(processors.seen.isEmpty());
  }

  @Test
  void knows_no_client_but_by_assertion() throws Exception {
    Map<String, String> form = GatewayUnderTest.tokenForm();
    form.remove("client_assertion");

    HttpResponse<String> response =
        gateway.send(
            gateway
                .post(GatewayUnderTest.encoded(form))
                .header("Authorization", "Basic YXJjYWRlOnNlY3JldA=="));

    assertEquals(401, response.statusCode());
    assertEquals("invalid_client", json(response).get("error").textValue());
    assertEquals("Basic realm=\"seal\"", header(response, "WWW-Authenticate"));
  }

  @Test
  void refuses_two_proofs() throws Exception {
    HttpResponse<String> response =
        gateway.send(gateway.token().header("DPoP", "a").header("DPoP", "b"));

    assertEquals(400, response.statusCode());
    assertEquals("invalid_dpop_proof", json(response).get("error").textValue());
  }

  @Test
  void gives_a_map_over_kafka_and_back() throws Exception {
    processors.lm =
        body ->
            List.of(
                Processors.spatial(body).setContent("{\"mapInf\":1}").setWithheld(true).build());

    HttpResponse<String> response =
        gateway.send(
            gateway
                .get(
                    "/ssm-smm/v1/spatial-maps?svc-id=arcade-service&map-id=7"
                        + "&map-layer-list=%7B%22lyrList%22%3A%5B%5D%7D&x=1&x=2")
                .header("Authorization", "dpop  " + GatewayUnderTest.TOKEN)
                .header("DPoP", "proof")
                .header("traceparent", "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01"));

    assertEquals(200, response.statusCode());
    assertEquals("{\"mapInf\":1}", response.body());
    assertEquals("application/json", header(response, "Content-Type"));
    assertEquals("no-store", header(response, "Cache-Control"));
    assertEquals("true", header(response, "Seal-Withheld"));
    var record = processors.seen.get(0);
    assertEquals("j".repeat(43), new String(record.key()));
    assertEquals(
        "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01",
        new String(record.headers().lastHeader("traceparent").value()));
    assertEquals("1.0", new String(record.headers().lastHeader("ce_specversion").value()));
    SpatialRequestBody body = Processors.body(processors.spatialRequests.get(0));
    assertEquals("arcade", body.getClientId());
    assertEquals("SS_SmManagement", body.getService());
    assertEquals("get", body.getOperation());
    assertEquals(
        Map.of("svc-id", "arcade-service", "map-id", "7", "map-layer-list", "{\"lyrList\":[]}"),
        body.getParameters());
    assertEquals("GET", body.getHttp().getMethod());
    assertEquals("https://gateway.example/ssm-smm/v1/spatial-maps", body.getHttp().getUri());
    assertEquals("DPoP", body.getHttp().getScheme());
    assertEquals(GatewayUnderTest.TOKEN, processors.spatialRequests.get(0).getAccessToken());
    assertEquals("proof", processors.spatialRequests.get(0).getProof());
  }

  @Test
  void finds_a_map_by_its_path_and_anchors_by_their_query() throws Exception {
    gateway.send(
        gateway
            .get("/ssm-smm/v1/spatial-maps/4294967295?area-int=%7B%7D&svc-id=ignored")
            .header(
                "Authorization", "Bearer " + GatewayUnderTest.jws("{\"client_id\":\"kiosk\"}")));
    gateway.send(
        gateway
            .get("/ssan-disc/v1/spatial-anchors?anchor-ids=a,b&svc-id=s&supp-feats=1")
            .header("Authorization", "Bearer not-a-jws"));

    SpatialRequestBody map = Processors.body(processors.spatialRequests.get(0));
    assertEquals(Map.of("map-id", "4294967295", "area-int", "{}"), map.getParameters());
    assertEquals("kiosk", map.getClientId());
    assertEquals("kiosk", new String(processors.seen.get(0).key()));
    assertEquals("Bearer", map.getHttp().getScheme());
    assertEquals(
        "https://gateway.example/ssm-smm/v1/spatial-maps/4294967295", map.getHttp().getUri());
    SpatialRequestBody anchors = Processors.body(processors.spatialRequests.get(1));
    assertEquals("SS_SAnDiscovery", anchors.getService());
    assertEquals("discover", anchors.getOperation());
    assertEquals(
        Map.of("anchor-ids", "a,b", "svc-id", "s", "supp-feats", "1"), anchors.getParameters());
    assertEquals("", anchors.getClientId());
    assertEquals(43, processors.seen.get(1).key().length); // the token's digest
  }

  @ParameterizedTest
  @CsvSource({
    "TOKEN_MALFORMED, 401, invalid_token",
    "TOKEN_INVALID, 401, invalid_token",
    "TOKEN_EXPIRED, 401, invalid_token",
    "TOKEN_REVOKED, 401, invalid_token",
    "TOKEN_BINDING, 401, invalid_token",
    "TOKEN_TOO_LARGE, 431, ''",
    "PROOF_REQUIRED, 401, invalid_dpop_proof",
    "PROOF_INVALID, 401, invalid_dpop_proof",
    "PROOF_REPLAYED, 401, invalid_dpop_proof",
    "SCOPE_INSUFFICIENT, 403, insufficient_scope",
    "MAP_NOT_FOUND, 404, ''",
    "REQUEST_MALFORMED, 400, ''",
    "REQUEST_ID_REUSED, 409, ''",
    "RECORD_QUARANTINED, 400, ''",
    "MAP_TOO_LARGE, 413, ''",
    "RATE_LIMITED, 429, ''",
    "BACKPRESSURE, 503, ''",
    "AUDIT_UNAVAILABLE, 503, ''",
    "KEYS_UNAVAILABLE, 503, ''",
    "REVOCATIONS_STALE, 503, ''",
    "CLOCK_SUSPECT, 503, ''",
    "OUTCOME_UNKNOWN, 504, ''"
  })
  void tells_why_lm_refused(String cause, int status, String error) throws Exception {
    processors.lm = body -> List.of(Processors.refused(body, cause));

    HttpResponse<String> response =
        gateway.send(gateway.map().header("Idempotency-Key", "asked-1"));

    assertEquals(status, response.statusCode());
    assertEquals("application/problem+json", header(response, "Content-Type"));
    JsonNode problem = json(response);
    assertEquals("about:blank", problem.get("type").textValue());
    assertEquals(status, problem.get("status").intValue());
    assertEquals(cause, problem.get("cause").textValue());
    assertEquals(FailureCause.valueOf(cause).meaning(), problem.get("detail").textValue());
    assertEquals("urn:seal:request:asked-1", problem.get("instance").textValue());
    assertFalse(problem.get("title").textValue().isEmpty());
    boolean later = status == 429 || status >= 503;
    assertEquals(later, header(response, "Retry-After") != null, "Retry-After");
    String challenge = header(response, "WWW-Authenticate");
    assertEquals(!error.isEmpty(), challenge != null);
    if (challenge != null) {
      assertTrue(challenge.startsWith("DPoP error=\"" + error + "\""), challenge);
      assertEquals(
          status == 403, challenge.contains("scope=\"seal:SS_SmManagement:get\""), challenge);
    }
  }

  @Test
  void asks_for_a_token_without_naming_an_error() throws Exception {
    for (String other : List.of("", "Basic eA==", "Negotiate x")) {
      HttpRequest.Builder request = gateway.get("/ssm-smm/v1/spatial-maps?access_token=x");
      HttpResponse<String> response =
          gateway.send(other.isEmpty() ? request : request.header("Authorization", other));

      assertEquals(401, response.statusCode());
      assertEquals("TOKEN_MISSING", json(response).get("cause").textValue());
      assertEquals(
          "DPoP algs=\"ES256 EdDSA PS256 RS256\", Bearer realm=\"seal\"",
          header(response, "WWW-Authenticate"));
    }
  }

  @Test
  void takes_a_token_from_one_place_only() throws Exception {
    HttpResponse<String> response =
        gateway.send(gateway.map().header("Authorization", "Bearer " + GatewayUnderTest.TOKEN));

    HttpResponse<String> query =
        gateway.send(
            gateway
                .get("/ssan-disc/v1/spatial-anchors?access_token=leak")
                .header("Authorization", "dpop  " + GatewayUnderTest.TOKEN));

    for (HttpResponse<String> twice : List.of(response, query)) {
      assertEquals(400, twice.statusCode());
      assertEquals("REQUEST_MALFORMED", json(twice).get("cause").textValue());
      assertTrue(header(twice, "WWW-Authenticate").contains("error=\"invalid_request\""));
      assertFalse(twice.body().contains("leak"));
    }
    assertTrue(processors.seen.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Bearer\tx", "Bearer a b", "DPoP a,b", "Bearer =", "Bearer ü"})
  void refuses_a_token_of_no_form(String authorization) throws Exception {
    String answer =
        gateway.raw(
            "GET /ssan-disc/v1/spatial-anchors HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Authorization: "
                + authorization
                + "\r\n\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
    assertTrue(answer.contains("\"cause\":\"TOKEN_MALFORMED\""), answer);
  }

  @Test
  void refuses_a_token_over_its_size() throws Exception {
    HttpResponse<String> fits =
        gateway.send(
            gateway
                .get("/ssan-disc/v1/spatial-anchors")
                .header("Authorization", "DPoP " + "a".repeat(8192)));
    HttpResponse<String> over =
        gateway.send(
            gateway
                .get("/ssan-disc/v1/spatial-anchors")
                .header("Authorization", "DPoP " + "a".repeat(8193)));

    assertEquals(200, fits.statusCode());
    assertEquals(431, over.statusCode());
    assertEquals("TOKEN_TOO_LARGE", json(over).get("cause").textValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"svc-id=s", "map-id=7", "svc-id=s&map-id=7&map-id=8", "svc-id=%zz"})
  void refuses_missing_repeated_and_malformed_parameters(String query) throws Exception {
    String answer =
        gateway.raw(
            "GET /ssm-smm/v1/spatial-maps?"
                + query
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: DPoP "
                + GatewayUnderTest.TOKEN
                + "\r\n\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    assertTrue(answer.contains("\"cause\":\"REQUEST_MALFORMED\""), answer);
    assertFalse(answer.contains("WWW-Authenticate"), answer);
  }

  @Test
  void publishes_metadata_that_a_stranger_can_read() throws Exception {
    HttpResponse<String> response =
        gateway.send(gateway.get("/.well-known/oauth-authorization-server"));

    AuthorizationServerMetadata metadata = AuthorizationServerMetadata.parse(response.body());
    assertEquals(GatewayUnderTest.ISSUER, metadata.getIssuer().getValue());
    assertEquals("https://gateway.example/oauth2/token", metadata.getTokenEndpointURI().toString());
    assertEquals("https://gateway.example/oauth2/jwks", metadata.getJWKSetURI().toString());
    assertEquals("[private_key_jwt]", metadata.getTokenEndpointAuthMethods().toString());
    assertEquals("[client_credentials]", metadata.getGrantTypes().toString());
    assertEquals("[]", metadata.getResponseTypes().toString());
    assertEquals("[ES256, EdDSA, PS256, RS256]", metadata.getDPoPJWSAlgs().toString());
    assertEquals("[ES256, EdDSA, PS256, RS256]", metadata.getTokenEndpointJWSAlgs().toString());
    assertTrue(metadata.getScopes().contains("seal:SS_SmManagement:get"));
    assertEquals("[seal-spatial]", metadata.getAuthorizationDetailsTypes().toString());
    assertEquals("public, max-age=60", header(response, "Cache-Control"));
  }

  @Test
  void publishes_keys_once_there_are_any() throws Exception {
    HttpResponse<String> response = gateway.send(gateway.get("/oauth2/jwks"));
    gateway.jwks = null;
    HttpResponse<String> none = gateway.send(gateway.get("/oauth2/jwks"));
    gateway.jwks = "{\"keys\":[]}";

    assertEquals("{\"keys\":[]}", response.body());
    assertEquals("application/jwk-set+json", header(response, "Content-Type"));
    assertEquals("public, max-age=60", header(response, "Cache-Control"));
    assertEquals(503, none.statusCode());
    assertEquals("KEYS_UNAVAILABLE", json(none).get("cause").textValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/oauth2",
        "/oauth2/token/",
        "/OAUTH2/token",
        "/ssm-smm/v1",
        "/ssm-smm/v1/spatial-maps/",
        "/ssm-smm/v1/spatial-maps/7/8",
        "/ssm-smm/v1/spatial-maps/%37",
        "/metrics",
        "/health/ready"
      })
  void knows_no_other_path(String path) throws Exception {
    HttpResponse<String> response = gateway.send(gateway.get(path));

    assertEquals(404, response.statusCode());
    assertEquals("application/problem+json", header(response, "Content-Type"));
    assertEquals("PATH_NOT_FOUND", json(response).get("cause").textValue());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /oauth2/token, POST",
    "PUT, /oauth2/token, POST",
    "TRACE, /oauth2/token, POST",
    "OPTIONS, /oauth2/token, POST",
    "POST, /oauth2/jwks, GET",
    "HEAD, /ssm-smm/v1/spatial-maps, GET",
    "TRACE, /ssm-smm/v1/spatial-maps, GET",
    "DELETE, /ssm-smm/v1/spatial-maps/7, GET",
    "FOO, /ssan-disc/v1/spatial-anchors, GET",
    "get, /ssan-disc/v1/spatial-anchors, GET"
  })
  void names_the_methods_a_resource_has(String method, String path, String allowed)
      throws Exception {
    String answer =
        gateway.raw(
            method
                + " "
                + path
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Echo: me\r\n"
                + "Content-Length: 0\r\n\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 405 "), answer);
    assertTrue(answer.contains("\r\nAllow: " + allowed + "\r\n"), answer);
    assertFalse(answer.contains("X-Echo"), answer);
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, 406",
    "application/json;q=0, 406",
    "application/json, 200",
    "application/jose, 200",
    "text/html;q=1, 406",
    "'text/html, */*;q=0.1', 200",
    "application/*, 200"
  })
  void answers_only_what_is_accepted(String accept, int status) throws Exception {
    assertEquals(status, gateway.send(gateway.map().header("Accept", accept)).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain", "application/json", "application/x-www-form-urlencoded;charset=utf-16",
        "multipart/form-data;boundary=x", "application/x-java-serialized-object", "junk",
        "application/xml", "text/plain;charset=nonsense"
      })
  void takes_a_token_request_as_a_form_only(String type) throws Exception {
    HttpResponse<String> response =
        gateway.send(
            HttpRequest.newBuilder(gateway.uri("/oauth2/token"))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));

    assertEquals(415, response.statusCode());
    assertEquals("application/problem+json", header(response, "Content-Type"));
    assertEquals("MEDIA_TYPE_UNSUPPORTED", json(response).get("cause").textValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Content-Type:\r\n",
        "Content-Type: ;\r\n",
        "Content-Type: /\r\n",
        "Content-Type: text/\r\n",
        "Content-Type: a/b/c\r\n",
        "Content-Type: a b/c\r\n",
        "Content-Type: a/b\r\nContent-Type: junk\r\n",
        "Content-Type: multipart/form-data\r\n",
        "Content-Type: a/b;charset=\r\n",
        "Content-Type: a/b;charset=\"\r\n"
      })
  void answers_at_once_whatever_the_type_is(String type) throws Exception {
    String answer =
        gateway.raw(
            "POST /oauth2/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + type
                + "Content-Length: 3\r\n\r\na=b");

    assertTrue(answer.startsWith("HTTP/1.1 415 ") || answer.startsWith("HTTP/1.1 400 "), answer);
  }

  @Test
  void takes_a_body_after_its_100_continue() throws Exception {
    HttpResponse<String> response = gateway.send(gateway.token().expectContinue(true));

    assertEquals(200, response.statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /nothing, application/x-www-form-urlencoded, 404",
    "GET, /oauth2/jwks, application/x-www-form-urlencoded, 200",
    "PUT, /oauth2/token, application/x-www-form-urlencoded, 405",
    "POST, /oauth2/token, application/json, 415",
    "POST, /oauth2/token, application/x-java-serialized-object, 415",
    "POST, /oauth2/token, junk, 415",
    "POST, /oauth2/token, application/x-www-form-urlencoded, 400"
  })
  void reads_the_next_request_after_a_body_nobody_wanted(
      String method, String path, String type, int status) throws Exception {
    String first =
        (method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type)
            + "\r\nContent-Length: 3\r\n\r\na=b";
    String answer =
        gateway.raw(first + "GET /oauth2/jwks HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertTrue(answer.endsWith("{\"keys\":[]}"), answer);
  }

  @Test
  void takes_no_compressed_body() throws Exception {
    HttpResponse<String> response =
        gateway.send(gateway.token().header("Content-Encoding", "gzip"));

    assertEquals(415, response.statusCode());
  }

  @Test
  void bounds_the_body_with_and_without_a_length() throws Exception {
    HttpResponse<String> sized = gateway.send(gateway.post("a=" + "b".repeat(4096)));
    String chunked =
        gateway.raw(
            "POST /oauth2/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n1000\r\n"
                + "b".repeat(4096)
                + "\r\n1\r\nb\r\n0\r\n\r\n");

    assertEquals(413, sized.statusCode());
    assertEquals("BODY_TOO_LARGE", json(sized).get("cause").textValue());
    assertTrue(chunked.startsWith("HTTP/1.1 413 "), chunked);
    assertTrue(chunked.contains("BODY_TOO_LARGE"), chunked);
  }

  @ParameterizedTest
  @ValueSource(ints = {8193, 40_000})
  void bounds_the_target(int length) throws Exception {
    String answer =
        gateway.raw(
            "GET /" + "a".repeat(length) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 414 "), answer);
    assertTrue(answer.contains("URI_TOO_LONG"), answer);
    assertTrue(answer.contains("application/problem+json"), answer);
  }

  @Test
  void bounds_the_head() throws Exception {
    String start = "GET /oauth2/jwks HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    String one = gateway.raw(start + "A: " + "a".repeat(9000) + "\r\n\r\n");
    String all = gateway.raw(start + "A: " + "a".repeat(40_000) + "\r\n\r\n");
    String many = gateway.raw(start + "A: a\r\n".repeat(201) + "\r\n");

    for (String answer : List.of(one, all, many)) {
      assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
      assertTrue(answer.contains("HEADERS_TOO_LARGE"), answer);
    }
  }

  @Test
  void echoes_an_id_that_has_its_form_and_replaces_others() throws Exception {
    HttpResponse<String> good =
        gateway.send(gateway.map().header("X-Request-Id", "trace-1").header("x-correlator", "c"));
    HttpResponse<String> correlator = gateway.send(gateway.map().header("x-correlator", "c-1"));
    HttpResponse<String> bad = gateway.send(gateway.map().header("X-Request-Id", "a".repeat(65)));
    HttpResponse<String> unknown =
        gateway.send(gateway.get("/nothing").header("X-Request-Id", "trace-2"));

    assertEquals("trace-1", header(good, "X-Request-Id"));
    assertEquals("c-1", header(correlator, "x-correlator"));
    assertTrue(header(bad, "X-Request-Id").matches("[A-Za-z0-9_-]{22}"));
    assertEquals("trace-2", header(unknown, "X-Request-Id"));
  }

  @Test
  void tells_nothing_of_itself() throws Exception {
    for (HttpRequest.Builder request :
        List.of(gateway.get("/nothing"), gateway.map(), gateway.post("%"))) {
      HttpResponse<String> response = gateway.send(request);

      assertNull(header(response, "Server"));
      assertNull(header(response, "X-Powered-By"));
      assertEquals("nosniff", header(response, "X-Content-Type-Options"));
      assertFalse(response.body().contains("Exception"));
      assertFalse(response.body().toLowerCase().contains("jetty"));
    }
  }

  @Test
  void counts_what_it_refuses_and_writes_the_sums_to_the_audit_topic() throws Exception {
    double before = gateway.refusals("PATH_NOT_FOUND");
    for (int i = 0; i < 10; i++) {
      gateway.send(gateway.get("/nothing"));
    }

    assertEquals(before + 10, gateway.refusals("PATH_NOT_FOUND"));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                Topics.refusals(broker, PREFIX).getOrDefault("PATH_NOT_FOUND", 0L)
                    == (long) gateway.refusals("PATH_NOT_FOUND"));
  }
}
