/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.routes.admin.Topics;
import org.sealspatial.routes.config.Layer;
import org.sealspatial.routes.config.SealConfig;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.Ports;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.routes.wiring.Wiring;
import org.sealspatial.schemas.Topic;

/** Roles that lack something at their start which a broker may bring later: they do not serve. */
@WithKafka
class StartUpIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;
  private String bootstrap;
  private String prefix;

  @BeforeEach
  void topics(KafkaUnderTest kafka) throws Exception {
    bootstrap = kafka.bootstrap();
    prefix = "t" + UUID.randomUUID().toString().substring(0, 8);
    try (var topics = new Topics(config("lm").cluster())) {
      topics.create();
    }
  }

  private SealConfig config(String roles) throws IOException {
    Map<String, String> settings = new HashMap<>(LocalKeys.in(folder.resolve("secrets")));
    settings.put("profile", "dev");
    settings.put("roles", roles);
    settings.put("topic-prefix", prefix);
    settings.put("data-dir", folder.resolve("data-" + roles).toString());
    settings.put("kafka.bootstrap-servers", bootstrap);
    settings.put("replication-factor", "1");
    settings.put("partitions.requests", "2");
    settings.put("partitions.replies", "1");
    settings.put("sim.issuer", "https://sim.example");
    settings.put("lm.audience", "urn:seal:lm-s");
    settings.put("lm.revocations.max-staleness", "5m");
    settings.put("management.port", String.valueOf(Ports.free()));
    return SealConfig.from(new Settings(List.of(Layer.presets(settings))));
  }

  @Test
  void lm_is_not_ready_while_the_revocations_are_still_being_read() throws Exception {
    SealConfig sim = config("sim");
    SealConfig lm = config("lm");
    try (var withKey = new Wiring(sim);
        KafkaProducer<byte[], byte[]> writer = transactional();
        var wiring = new Wiring(lm)) {
      withKey.start(); // publishes its key: that is not what LM-S lacks
      // Given: a writer that has not committed yet, so that nobody can read the table to its end
      writer.beginTransaction();
      var half = new ProducerRecord<>(Topic.REVOCATIONS.in(prefix), 0, new byte[1], new byte[1]);
      writer.send(half).get();

      // When
      CompletableFuture<Void> started = CompletableFuture.runAsync(() -> start(wiring));
      await("LM-S says what it waits for")
          .atMost(PATIENCE)
          .until(() -> down(lm).contains("lm-tables"));

      // Then
      assertEquals(503, health(lm).statusCode());
      assertFalse(started.isDone(), "it would take requests");

      writer.abortTransaction();
      await("ready").atMost(PATIENCE).until(() -> health(lm).statusCode() == 200);
      started.join();
    }
  }

  @Test
  void lm_is_not_ready_while_there_is_no_key_of_sim() throws Exception {
    SealConfig lm = config("lm");
    try (var wiring = new Wiring(lm)) {
      wiring.start();

      await("only the keys are missing")
          .atMost(PATIENCE)
          .until(() -> down(lm).equals(List.of("lm-keys")));
      assertEquals(503, health(lm).statusCode());

      // When a SIM-S comes and publishes its key
      try (var sim = new Wiring(config("sim"))) {
        sim.start();

        await("ready").atMost(PATIENCE).until(() -> health(lm).statusCode() == 200);
        assertTrue(wiring.ready());
      }
    }
  }

  private KafkaProducer<byte[], byte[]> transactional() {
    var writer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "transactional.id",
                prefix + "-half",
                "transaction.timeout.ms",
                600_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    writer.initTransactions();
    return writer;
  }

  private static void start(Wiring wiring) {
    try {
      wiring.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> health(SealConfig config) throws Exception {
    URI uri = URI.create("http://" + config.management() + "/health/ready");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The checks that do not hold; none where nobody listens yet. */
  private static List<String> down(SealConfig config) throws Exception {
    List<String> down = new ArrayList<>();
    try {
      String body = health(config).body();
      StrictJson.read(body)
          .orElseThrow()
          .path("checks")
          .forEach(
              check -> {
                if (check.path("status").asText().equals("DOWN")) {
                  down.add(check.path("name").asText());
                }
              });
    } catch (IOException notYet) {
      return List.of();
    }
    return down;
  }
}
