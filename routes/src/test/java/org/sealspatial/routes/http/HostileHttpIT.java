/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input of people who mean harm. */
@Timeout(300)
class HostileHttpIT {
  private static final String PREFIX = "hostile";
  private static final List<String> STEERING =
      List.of(
          "kafka.OVERRIDE_TOPIC",
          "kafka.PARTITION_KEY",
          "kafka.KEY",
          "kafka.OVERRIDE_TIMESTAMP",
          "CamelKafkaOverrideTopic",
          "CAmElKafkaOverrideTopic",
          "CamelHttpUri",
          "CamelBeanMethodName",
          "CAmelExecCommandExecutable");
  private static Broker broker;
  private static Processors processors;
  private static GatewayUnderTest gateway;

  @BeforeAll
  static void start() throws Exception {
    broker = new Broker();
    broker.topics(PREFIX);
    processors = new Processors(broker, PREFIX);
    gateway = new GatewayUnderTest(broker, PREFIX, Duration.ofSeconds(5), 500);
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    processors.close();
    broker.close();
  }

  /** Vectors that lie beside the repository; their absence is told, never hidden. */
  private static Path vectors(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = at.resolve("shared/vectors").resolve(name);
      if (Files.isReadable(found)) {
        return found;
      }
    }
    System.getLogger(HostileHttpIT.class.getName())
        .log(System.Logger.Level.WARNING, "SKIPPED: vectors {0} are absent", name);
    return abort("SKIPPED: vectors " + name + " are absent");
  }

  @Test
  void no_header_query_or_form_field_steers_a_record() throws Exception {
    String steering =
        String.join("", STEERING.stream().map(n -> "&" + n + "=" + PREFIX + ".secret").toList());
    HttpRequest.Builder map =
        gateway
            .get("/ssm-smm/v1/spatial-maps?svc-id=s&map-id=7" + steering + steering)
            .header("Authorization", "DPoP " + GatewayUnderTest.TOKEN);
    HttpRequest.Builder token =
        gateway.post(GatewayUnderTest.encoded(GatewayUnderTest.tokenForm()) + steering);
    for (String name : STEERING) {
      map.header(name, PREFIX + ".secret").header(name, "1");
      token.header(name, PREFIX + ".secret").header(name, "1");
    }

    assertEquals(200, gateway.send(map).statusCode());
    assertEquals(200, gateway.send(token).statusCode());

    List<ConsumerRecord<byte[], byte[]>> all = Topics.all(broker, PREFIX);
    assertFalse(all.isEmpty());
    var allowed =
        Set.of(
            "ce_specversion",
            "ce_id",
            "ce_source",
            "ce_type",
            "ce_time",
            "content-type",
            "traceparent");
    for (ConsumerRecord<byte[], byte[]> found : all) {
      assertFalse(found.topic().endsWith(".secret"), "a caller chose the topic");
      found.headers().forEach(h -> assertTrue(allowed.contains(h.key()), h.key()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /oauth2/jwks",
        "GET /oauth2/jwks HTTP/0.9\r\n\r\n",
        "GET /oauth2/jwks HTTP/1.1\n\n",
        "GET /oauth2/jwks HTTP/1.1\nHost: x\n\n",
        "GET /oauth2/jwks HTTP/1.1\r\n\r\n",
        "GET /oauth2/jwks HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET /oauth2/jwks HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET /oauth2/jwks HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
        "GET /oauth2/jwks HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "GET /oauth2/jwks HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /oauth2/jwks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "GET /../oauth2/jwks HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a/%2e%2e/oauth2/jwks HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /oauth2%2fjwks HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /oauth2;a/jwks HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET //oauth2/jwks HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /oauth2\\jwks HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /oauth2/jwks%00 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /oauth2/%c0%aejwks HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /oauth2/%252e/jwks HTTP/1.1\r\nHost: x\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /oauth2/jwks HTTP/3.7\r\nHost: x\r\n\r\n",
        "\u0000\u0001\u0002\u00ff\u00fe\r\n\r\n"
      })
  void answers_no_malformed_request_with_success_or_500(String request) throws IOException {
    String answer = gateway.raw(request);

    assertFalse(answer.contains(" 200 "), answer);
    assertFalse(answer.startsWith("HTTP/1.1 500"), answer);
    assertFalse(answer.toLowerCase().contains("jetty"), answer);
  }

  @Test
  void a_path_of_four_thousand_segments_is_another_path() throws IOException {
    String answer =
        gateway.raw(
            "GET " + "/a".repeat(4000) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
  }

  @Test
  void survives_every_naughty_string_in_every_field() throws Exception {
    JsonNode strings = new ObjectMapper().readTree(vectors("naughty/blns.json").toFile());
    var failures = new ArrayList<String>();
    int index = 0;
    for (JsonNode string : strings) {
      String naughty = GatewayUnderTest.encoded(string.textValue());
      var answers =
          everywhere(naughty, string.textValue()).stream().map(gateway::sendAsync).toList();
      for (var answer : answers) {
        HttpResponse<String> response = answer.get();
        if (response.statusCode() >= 500) {
          failures.add(index + ": " + response.statusCode() + " " + response.body());
        }
      }
      index++;
    }

    assertEquals(List.of(), failures);
    assertTrue(index > 500, index + " strings");
  }

  private static List<HttpRequest.Builder> everywhere(String encoded, String text) {
    var requests = new ArrayList<HttpRequest.Builder>();
    String query = "svc-id=" + encoded + "&map-id=" + encoded + "&map-layer-list=" + encoded;
    requests.add(authorized(gateway.get("/ssm-smm/v1/spatial-maps?" + query)));
    requests.add(
        authorized(gateway.get("/ssm-smm/v1/spatial-maps/" + encoded.replace("+", "%20"))));
    for (String field : GatewayUnderTest.tokenForm().keySet()) {
      Map<String, String> form = GatewayUnderTest.tokenForm();
      form.put(field, text);
      requests.add(gateway.post(GatewayUnderTest.encoded(form)));
    }
    return requests;
  }

  private static HttpRequest.Builder authorized(HttpRequest.Builder request) {
    return request.header("Authorization", "DPoP " + GatewayUnderTest.TOKEN);
  }

  @Test
  void takes_no_json_for_a_form_and_never_stumbles_over_it() throws Exception {
    Path folder = vectors("json/test_parsing");
    int files = 0;
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".json")).toList()) {
        assertTrue(Set.of(400, 401, 413).contains(statusOfForm(file)), file.toString());
        files++;
      }
    }
    assertTrue(files >= 283, files + " files");
  }

  private static int statusOfForm(Path file) throws Exception {
    try {
      return gateway
          .send(
              HttpRequest.newBuilder(gateway.uri("/oauth2/token"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofFile(file)))
          .statusCode();
    } catch (IOException closed) {
      if (Files.size(file) <= GatewaySettings.Limits.DEFAULT.maxBodyBytes()) {
        throw new IOException("closed without an answer: " + file, closed);
      }
      return 413; // it is still sending when the gateway hangs up, and may never see why
    }
  }

  /** Each mutation with both readings of its length; a second answer would be a second request. */
  @Test
  void smuggles_no_second_request() throws Exception {
    JsonNode vectors = new ObjectMapper().readTree(vectors("http/smuggler_default.json").toFile());
    var failures = new ArrayList<String>();
    int tried = 0;
    for (JsonNode mutation : vectors.get("mutations")) {
      String head = mutation.get("header_latin1").textValue();
      for (String body :
          List.of("0\r\n\r\nGET /oauth2/jwks HTTP/1.1\r\nX: ", "5\r\nhello\r\n0\r\n\r\n")) {
        String answer = gateway.raw(request(head, body), Duration.ofMillis(300));
        boolean second = answer.indexOf("HTTP/1.1 ", 1) > 0;
        if (second || answer.startsWith("HTTP/1.1 5") || answer.contains(" 200 ")) {
          failures.add(mutation.get("name").textValue() + ": " + answer);
        }
        tried++;
      }
    }

    assertEquals(List.of(), failures);
    assertTrue(tried >= 268, tried + " requests");
  }

  private static String request(String head, String body) {
    return head.replace("__METHOD__", "POST")
            .replace("__ENDPOINT__", "/oauth2/token")
            .replace("__HOST__", "x")
            .replace("__RANDOM__", "1")
            .replace("__REPLACE_CL__", Integer.toString(body.length()))
        + "\r\n"
        + body;
  }

  /** Requests that real servers got wrong (http-garden). */
  @Test
  void reads_no_request_the_standard_does_not_see() throws Exception {
    JsonNode vectors =
        new ObjectMapper().readTree(vectors("http/http_garden_server.json").toFile());
    var failures = new ArrayList<String>();
    int tried = 0;
    for (JsonNode vector : vectors.get("cases")) {
      String request = unescape(vector.get("payload_escaped").textValue());
      String answer = gateway.raw(request, Duration.ofMillis(300));
      if (answer.contains("HTTP/1.1 500") || answer.contains("HTTP/1.1 2")) {
        failures.add(vector.get("num") + ": " + answer);
      }
      tried++;
    }

    assertEquals(List.of(), failures);
    assertEquals(48, tried);
  }

  private static String unescape(String python) {
    var text = new StringBuilder();
    for (int i = 0; i < python.length(); i++) {
      char c = python.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      c = python.charAt(++i);
      switch (c) {
        case 'r' -> text.append('\r');
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'x' -> {
          text.append((char) Integer.parseInt(python.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> text.append(c);
      }
    }
    return text.toString();
  }
}
