/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.ue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.sealspatial.jose.Scopes;

/** A VAL UE that speaks HTTP with the gateway: OAuth 2.0 token endpoint and TS 29.437 resources. */
public final class HttpValUe {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final String gateway;
  private final ValUe ue;
  private final HttpClient http;

  /**
   * One that speaks with this gateway.
   *
   * @param gateway its public URL
   * @param trust whose certificates count; empty: as the platform says
   */
  public HttpValUe(String gateway, ValUe ue, Optional<SSLContext> trust) {
    this.gateway = gateway;
    this.ue = ue;
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5));
    trust.ifPresent(client::sslContext);
    this.http = client.build();
  }

  /** The form of a token request for one service and one action. */
  public Map<String, String> tokenForm(String service, String action, Optional<String> details) {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "client_credentials");
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", ue.assertion());
    form.put("scope", Scopes.of(service, java.util.Set.of(action)));
    form.put("val_ue_id", ue.valUe());
    form.put("val_service_id", ue.valService());
    details.ifPresent(json -> form.put("authorization_details", json));
    return form;
  }

  /** Posts a token request with a DPoP proof. */
  public HttpResponse<String> token(Map<String, String> form)
      throws IOException, InterruptedException {
    return token(form, Map.of());
  }

  /** Posts a token request with a DPoP proof and further headers, such as Idempotency-Key. */
  public HttpResponse<String> token(Map<String, String> form, Map<String, String> headers)
      throws IOException, InterruptedException {
    String uri = gateway + "/oauth2/token";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("DPoP", ue.dpop("POST", uri, Optional.empty()))
            .POST(HttpRequest.BodyPublishers.ofString(encode(form)));
    headers.forEach(request::header);
    return send(request);
  }

  /** Asks SIM-S of a token: to revoke it or to say whether it is good; with a new assertion. */
  public HttpResponse<String> inquire(String path, Map<String, String> more)
      throws IOException, InterruptedException {
    var form = new LinkedHashMap<String, String>();
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", ue.assertion());
    form.putAll(more);
    return send(
        HttpRequest.newBuilder(URI.create(gateway + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encode(form))));
  }

  /** Gets a resource with a token that is bound to this VAL UE's key. */
  public HttpResponse<String> get(String path, String query, String token)
      throws IOException, InterruptedException {
    return get(path, query, token, ue.dpop("GET", gateway + path, Optional.of(token)));
  }

  /** Gets a resource with a token and a proof that was made before. */
  public HttpResponse<String> get(String path, String query, String token, String proof)
      throws IOException, InterruptedException {
    String suffix = query.isEmpty() ? "" : "?" + query;
    return send(
        HttpRequest.newBuilder(URI.create(gateway + path + suffix))
            .header("Authorization", "DPoP " + token)
            .header("DPoP", proof)
            .GET());
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
