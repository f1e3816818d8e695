/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.routes.admin.Topics;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Topic;

/** Somebody deletes the topic of one table under roles that run. */
@WithKafka
class MissingTopicIT {
  private static final Duration SOON = Duration.ofSeconds(90);

  @Test
  void nothing_is_decided_on_old_views_and_health_and_log_say_which_topic_is_missing(
      KafkaUnderTest kafka) throws Exception {
    try (TestStack stack = TestStack.start(kafka.bootstrap());
        var log = new LogTap()) {
      // Given
      var life = new TokenLife(stack);
      String token = life.token("ue-1");
      assertEquals("200", life.lmSays("ue-1", token));
      String topic = stack.topic(Topic.SPATIAL_ANCHORS);

      // When
      try (Admin admin = Admin.create(stack.clientProperties())) {
        admin.deleteTopics(List.of(topic)).all().get();
      }

      // Then
      await("LM-S refuses, for it may have missed a revocation")
          .atMost(SOON)
          .until(() -> life.lmSays("ue-1", token), "REVOCATIONS_STALE"::equals);
      await("health names the topic")
          .atMost(SOON)
          .until(() -> down(stack).contains("lm-topic-spatial-anchors.v1"));
      List<String> down = down(stack);
      assertTrue(down.contains("lm-revocations"), down::toString);
      assertEquals(
          List.of("lm-topic-spatial-anchors.v1"),
          down.stream().filter(name -> name.contains("-topic-")).toList(),
          "and no other");
      await("the log names it").atMost(SOON).until(() -> log.count(topic + " is missing") == 1);

      // When
      try (Topics topics = new Topics(stack.stack().config().cluster())) {
        topics.create();
      }

      // Then
      await("all is well").atMost(SOON).until(() -> down(stack).isEmpty());
      assertEquals("200", life.lmSays("ue-1", token));
      Reconciliation.check(stack);
    }
  }

  private static List<String> down(TestStack stack) throws Exception {
    URI ready = URI.create("http://" + stack.stack().config().management() + "/health/ready");
    String health =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    List<String> down = new ArrayList<>();
    for (var check : StrictJson.object(health).orElseThrow().path("checks")) {
      if (check.path("status").asText().equals("DOWN")) {
        down.add(check.path("name").asText());
      }
    }
    return down;
  }
}
