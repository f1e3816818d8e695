/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.sealspatial.routes.rpc.KafkaRpc;
import org.sealspatial.routes.rpc.RpcSettings;
import org.sealspatial.routes.testing.Ports;
import org.sealspatial.routes.tls.TlsServer;

/** A gateway on a free port, and a client for it. */
final class GatewayUnderTest implements AutoCloseable {
  static final String ISSUER = "https://sim.example";
  static final String PUBLIC_URL = "https://gateway.example";
  static final String TOKEN =
      jws("{\"client_id\":\"arcade\",\"cnf\":{\"jkt\":\"" + "j".repeat(43) + "\"}}");
  static final String ASSERTION = jws("{\"iss\":\"arcade\",\"sub\":\"arcade\"}");

  final int port = Ports.free();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final KafkaRpc rpc;
  final DefaultCamelContext camel = new DefaultCamelContext();
  final HttpClient client = HttpClient.newHttpClient();
  volatile String jwks = "{\"keys\":[]}";

  GatewayUnderTest(Broker broker, String prefix, Duration patience, int maxInFlight)
      throws Exception {
    this(broker, prefix, patience, maxInFlight, Duration.ofSeconds(20));
  }

  GatewayUnderTest(Broker broker, String prefix, Duration patience, int maxInFlight, Duration idle)
      throws Exception {
    this(broker, prefix, patience, maxInFlight, idle, Optional.empty());
  }

  GatewayUnderTest(
      Broker broker,
      String prefix,
      Duration patience,
      int maxInFlight,
      Duration idle,
      Optional<TlsServer> tls)
      throws Exception {
    rpc =
        new KafkaRpc(
            new RpcSettings(broker.clients(), prefix, "gateway-a", maxInFlight, patience), meters);
    rpc.start();
    var limits = new GatewaySettings.Limits(32, 4096, patience, patience.multipliedBy(3), idle);
    var settings = new GatewaySettings("127.0.0.1", port, PUBLIC_URL, ISSUER, limits);
    new HttpGateway(settings, rpc, prefix, () -> jwks, tls).addTo(camel);
    camel.start();
    await().atMost(Duration.ofSeconds(20)).until(rpc::ready);
  }

  static String jws(String claims) {
    return base64("{\"alg\":\"ES256\"}") + "." + base64(claims) + "." + base64("signature");
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  URI uri(String target) {
    return URI.create("http://127.0.0.1:" + port + target);
  }

  HttpRequest.Builder get(String target) {
    return HttpRequest.newBuilder(uri(target)).timeout(Duration.ofSeconds(60)).GET();
  }

  /** A request for map 7 with a token. */
  HttpRequest.Builder map() {
    return get("/ssm-smm/v1/spatial-maps?svc-id=arcade-service&map-id=7")
        .header("Authorization", "DPoP " + TOKEN)
        .header("DPoP", "proof");
  }

  static Map<String, String> tokenForm() {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "client_credentials");
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", ASSERTION);
    form.put("scope", "seal:SS_SmManagement:get");
    form.put("val_ue_id", "ue-1");
    form.put("val_service_id", "arcade-service");
    return form;
  }

  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  HttpRequest.Builder post(String form) {
    return HttpRequest.newBuilder(uri("/oauth2/token"))
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form));
  }

  HttpRequest.Builder token() {
    return post(encoded(tokenForm()));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Everything the gateway answers to these bytes until it closes or says nothing for long. */
  String raw(String request) throws IOException {
    return raw(request, Duration.ofSeconds(3));
  }

  String raw(String request, Duration silence) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout((int) silence.toMillis());
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return read(socket.getInputStream());
    }
  }

  private static String read(InputStream in) {
    var answer = new StringBuilder();
    try {
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        answer.append((char) octet);
      }
    } catch (IOException e) {
      // reset or silence: what came is what counts
    }
    return answer.toString();
  }

  double count(String counter) {
    Counter found = meters.find(counter).counter();
    return found == null ? 0 : found.count();
  }

  double refusals(String cause) {
    Counter found = meters.find("seal.gateway.refusals").tag("cause", cause).counter();
    return found == null ? 0 : found.count();
  }

  @Override
  public void close() {
    camel.stop();
    rpc.close();
  }
}
