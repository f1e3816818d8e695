/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.HttpValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.admin.Desired;
import org.sealspatial.routes.admin.TableEdits;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.DeadLetter;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/** Records that the broker does not take for their size, whatever the program thinks of it. */
@WithKafka
@Tag("concurrent")
class BrokerLimitsIT {
  private static final String SM = "SS_SmManagement";
  private static final int DEFAULT = 1_048_588;
  private static final Map<String, String> BIG = Map.of("svc-id", "arcade.example", "map-id", "8");
  private static final Map<String, String> ONE = Map.of("svc-id", "arcade.example", "map-id", "1");
  private static final String MAPS = "/ssm-smm/v1/spatial-maps";

  @TempDir static Path folder;
  private static final Random RANDOM = new Random(1);
  private static TestStack stack;
  private static Traces traces;

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    Path key = folder.resolve("dead-letters.jwk");
    Files.writeString(key, deadLetterKey());
    stack = TestStack.start(kafka.bootstrap(), "--dead-letters.key=" + key);
    traces = new Traces(stack);
    Path big = folder.resolve("big.yaml");
    Files.writeString(big, bigMap());
    DemoWorld.edits(stack.stack())
        .apply(
            Desired.read(List.of(big), TestStack.CRYPTO),
            new TableEdits.Options(false, false, false));
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack) {
      Reconciliation.check(ended);
    }
  }

  private static String deadLetterKey() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var point = ((ECPublicKey) generator.generateKeyPair().getPublic()).getW();
    return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"use\":\"enc\",\"x\":\"%s\",\"y\":\"%s\"}"
        .formatted(coordinate(point.getAffineX()), coordinate(point.getAffineY()));
  }

  private static String coordinate(java.math.BigInteger number) {
    byte[] bytes = new byte[32];
    byte[] raw = number.toByteArray();
    int length = Math.min(32, raw.length);
    System.arraycopy(raw, raw.length - length, bytes, 32 - length, length);
    return Base64Url.encode(bytes);
  }

  /** A map of some 30 KB that no compression makes much smaller, and a policy that gives it. */
  private static String bigMap() {
    var yaml =
        new StringBuilder(
            """
            kind: Policy
            id: big
            rules:
              - id: everybody
                effect: allow
                clients: [headset-fleet]
                valUes: ["ue-*"]
                valServices: [arcade.example]
                services: [SS_SmManagement]
                actions: [get]
                maps: [8]
            ---
            kind: SpatialMap
            id: 8
            valService: arcade.example
            coverage:
              polygon: [[4.3570, 52.0110], [4.3600, 52.0110], [4.3600, 52.0125], [4.3570, 52.0125]]
              minHeight: 40
              maxHeight: 90
            layers:
              - id: ground
            objects:
            """);
    for (int i = 0; i < 200; i++) {
      yaml.append(
          "  - {id: o%d, layer: ground, type: bench, position: [4.35850, 52.01160, 43.2], info: \"%s\"}\n"
              .formatted(i, noise(40)));
    }
    return yaml.toString();
  }

  private static String noise(int bytes) {
    byte[] noise = new byte[bytes];
    RANDOM.nextBytes(noise);
    return HexFormat.of().formatHex(noise);
  }

  private interface Step {
    void run() throws Exception;
  }

  /** Does something while the broker takes no larger records for a topic. */
  private static void limited(String topic, int bytes, Step step) throws Exception {
    limit(topic, bytes);
    try {
      step.run();
    } finally {
      limit(topic, DEFAULT);
    }
  }

  private static void limit(String topic, int bytes) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var entry = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
    try (Admin admin = Admin.create(stack.clientProperties())) {
      admin
          .incrementalAlterConfigs(
              Map.of(resource, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
          .all()
          .get();
      await("the broker knows the limit")
          .until(
              () ->
                  admin
                      .describeConfigs(List.of(resource))
                      .all()
                      .get()
                      .get(resource)
                      .get("max.message.bytes")
                      .value()
                      .equals(entry.value()));
    }
  }

  private static String token(ValUe ue, int map) throws InterruptedException {
    String details =
        "[{\"type\":\"seal-spatial\",\"actions\":[\"get\"],\"maps\":[%d]}]".formatted(map);
    TokenResponse response = stack.kafka().ask(ue, ue.asksToken(SM, "get", Optional.of(details)));
    assertNotNull(response.getToken(), "refused: " + response.getFailure());
    return response.getToken().getAccessToken();
  }

  @Test
  void an_answer_over_the_brokers_limit_is_refused_as_such_and_the_partition_goes_on()
      throws Exception {
    ValUe ue = stack.ue("ue-large");
    String big = token(ue, 8);
    String one = token(ue, 1);
    var asked = ue.asksSpatial(SM, "get", BIG);
    limited(
        Topic.replies(stack.prefix(), DemoWorld.REQUESTOR),
        4096,
        () -> {
          // When
          SpatialResponse large = stack.kafka().ask(ue, asked, big);
          SpatialResponse again = stack.kafka().ask(ue, asked, big);
          SpatialResponse next = stack.kafka().ask(ue, ue.asksSpatial(SM, "get", ONE), one);

          // Then
          assertEquals("MAP_TOO_LARGE", large.getFailure().getCause());
          assertEquals("MAP_TOO_LARGE", again.getFailure().getCause());
          assertNull(next.getFailure());
        });
    SpatialResponse resent = stack.kafka().ask(ue, asked, big);
    SpatialResponse anew = stack.kafka().ask(ue, ue.asksSpatial(SM, "get", BIG), big);

    assertEquals("MAP_TOO_LARGE", resent.getFailure().getCause(), "the first decision stands");
    assertNull(anew.getFailure(), "the limit is gone");
    List<AuditRecord> audits =
        stack.audit().stream()
            .filter(audit -> asked.getRequestId().equals(audit.getRequestId()))
            .toList();
    assertEquals(
        List.of(Outcome.REFUSED, Outcome.DUPLICATE, Outcome.DUPLICATE),
        audits.stream().map(AuditRecord::getOutcome).toList());
    for (AuditRecord audit : audits) {
      assertEquals("MAP_TOO_LARGE", audit.getCause());
      assertTrue(audit.getAuthenticated());
      assertEquals(List.of(), traces.deadLetters(audit.getId()), "a normal response instead");
    }
  }

  @Test
  void over_http_it_is_413() throws Exception {
    ValUe ue = stack.ue("ue-http");
    HttpValUe http = stack.http(ue);
    var details = Optional.of("[{\"type\":\"seal-spatial\",\"actions\":[\"get\"],\"maps\":[8]}]");
    HttpResponse<String> granted = http.token(http.tokenForm(SM, "get", details));
    String token = StrictJson.object(granted.body()).orElseThrow().path("access_token").textValue();
    String query = "svc-id=arcade.example&map-id=8";
    limited(
        Topic.replies(stack.prefix(), Topic.GATEWAY_REQUESTOR),
        4096,
        () -> {
          HttpResponse<String> large = http.get(MAPS, query, token);

          assertEquals(413, large.statusCode(), large.body());
          assertEquals("MAP_TOO_LARGE", cause(large));
        });
    assertEquals(200, http.get(MAPS, query, token).statusCode());
  }

  private static String cause(HttpResponse<String> answer) {
    return StrictJson.object(answer.body()).orElseThrow().path("cause").asText();
  }

  @Test
  void a_request_the_broker_does_not_take_for_its_size_is_413_at_the_gateway() throws Exception {
    HttpValUe http = stack.http(stack.ue("ue-http"));
    limited(
        stack.topic(Topic.HTTP_TOKEN_REQUESTS),
        500,
        () -> {
          HttpResponse<String> answer = http.token(http.tokenForm(SM, "get", Optional.empty()));

          assertEquals(413, answer.statusCode(), answer.body());
          assertTrue(answer.body().contains("invalid_request"), answer.body());
        });
    assertEquals(200, http.token(http.tokenForm(SM, "get", Optional.empty())).statusCode());
  }

  @Test
  void a_request_over_the_limit_of_the_gateways_own_producer_is_413(KafkaUnderTest kafka)
      throws Exception {
    try (TestStack own = TestStack.start(kafka.bootstrap())) {
      own.restart("--kafka.properties.max.request.size=900");
      HttpValUe http = own.http(own.ue("ue-http"));
      HttpResponse<String> large = http.token(http.tokenForm(SM, "get", Optional.empty()));
      own.restart();
      http = own.http(own.ue("ue-http"));
      HttpResponse<String> next = http.token(http.tokenForm(SM, "get", Optional.empty()));

      assertEquals(413, large.statusCode(), large.body());
      assertEquals(200, next.statusCode(), next.body());
      Reconciliation.check(own);
    }
  }

  @Test
  void an_audit_record_over_the_brokers_limit_makes_the_request_a_dead_letter() throws Exception {
    ValUe ue = stack.ue("ue-audited");
    // Kept in the audit as a fact of the decision, for whoever is authenticated.
    String details = "[{\"type\":\"seal-spatial\",\"note\":\"" + noise(6000) + "\"}]";
    TokenRequestBody body = ue.asksToken(SM, "get", Optional.of(details));
    limited(
        stack.topic(Topic.AUDIT),
        4096,
        () -> {
          String id =
              traces.publish(
                  Topic.TOKEN_REQUESTS,
                  ue.valUe(),
                  ue.sign(body, stack.topic(Topic.TOKEN_REQUESTS)));
          assertNotNull(token(ue, 1), "the next request of the partition");

          AuditRecord audit = traces.onlyAudit(id);
          assertEquals(Outcome.DEAD_LETTER, audit.getOutcome());
          assertEquals("RECORD_QUARANTINED", audit.getCause());
          DeadLetter letter = onlyLetter(id);
          assertEquals("RECORD_QUARANTINED", letter.getReason());
          assertEquals("AnswerTooLarge", letter.getDetail());
        });
  }

  private static DeadLetter onlyLetter(String id) throws Exception {
    List<DeadLetter> letters = traces.deadLetters(id);
    assertEquals(1, letters.size(), "dead letters of " + id);
    return letters.get(0);
  }

  @ParameterizedTest(name = "{0} bytes, the limit is {1}")
  @CsvSource({"20000, 4096, false", "900000, 1048588, false", "20000, 1048588, true"})
  void a_dead_letter_goes_without_the_bytes_where_they_do_not_fit(int size, int limit, boolean kept)
      throws Exception {
    byte[] junk = new byte[size];
    RANDOM.nextBytes(junk);
    limited(
        stack.topic(Topic.DEAD_LETTERS),
        limit,
        () -> {
          String id = traces.publish(Topic.SPATIAL_REQUESTS, "ue-junk", junk);
          String other = traces.publish(Topic.TOKEN_REQUESTS, "ue-junk", junk);

          assertNotNull(token(stack.ue("ue-junk"), 1), "the next request of the partition");
          for (String each : List.of(id, other)) {
            AuditRecord audit = traces.onlyAudit(each);
            assertEquals("RECORD_UNREADABLE", audit.getCause(), "the cause is not lost");
            DeadLetter letter = onlyLetter(each);
            assertEquals("RECORD_UNREADABLE", letter.getReason());
            assertEquals(size, letter.getSize());
            assertEquals(kept, letter.getJwe() != null, "the bytes, encrypted");
          }
        });
  }

  @Test
  void where_not_even_the_smallest_fits_nothing_is_lost_and_readiness_tells() throws Exception {
    ValUe ue = stack.ue("ue-stuck");
    TokenRequestBody body = ue.asksToken(SM, "get", Optional.empty());
    body.setDeadline(body.getDeadline().plusSeconds(120));
    String topic = stack.topic(Topic.TOKEN_REQUESTS);
    String[] id = new String[1];
    limited(
        stack.topic(Topic.AUDIT),
        100,
        () -> {
          id[0] = traces.publish(Topic.TOKEN_REQUESTS, ue.valUe(), ue.sign(body, topic));

          await("not ready").atMost(Duration.ofSeconds(30)).until(() -> ready() == 503);
          assertEquals(List.of(), traces.audits(id[0]));
          assertEquals(List.of(), traces.deadLetters(id[0]));
        });

    await("ready again").atMost(Duration.ofSeconds(30)).until(() -> ready() == 200);
    assertNotNull(
        stack.kafka().await(body.getRequestId(), TokenResponse.class).orElseThrow().getToken(),
        "the full answer, late");
    assertEquals(Outcome.GRANTED, traces.onlyAudit(id[0]).getOutcome());
    assertNotNull(token(ue, 1), "the next request of the partition");
  }

  private static int ready() throws IOException {
    URI uri = URI.create("http://" + stack.stack().config().management() + "/health/ready");
    return ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode();
  }
}
