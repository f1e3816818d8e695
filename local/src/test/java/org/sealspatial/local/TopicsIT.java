/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.routes.admin.AdminFailure;
import org.sealspatial.routes.admin.Topics;
import org.sealspatial.routes.config.ClusterConfig;
import org.sealspatial.routes.config.Layer;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.config.ToolConfig;
import org.sealspatial.schemas.Topic;

class TopicsIT {
  @TempDir static Path folder;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void broker() throws Exception {
    broker = EmbeddedBroker.start(folder, 0);
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  @Test
  void makes_every_topic_once() throws Exception {
    try (Topics topics = new Topics(cluster("once"))) {
      List<String> created = topics.create();

      List<String> expected =
          new ArrayList<>(Arrays.stream(Topic.values()).map(topic -> topic.in("once")).toList());
      expected.add("once.replies.gateway.v1");
      assertEquals(expected, created);
      assertEquals(List.of(), topics.create());
      topics.check();
    }
  }

  @Test
  void makes_the_reply_topic_of_a_requestor_once() throws Exception {
    try (Topics topics = new Topics(cluster("requestor"))) {
      assertTrue(topics.createReplies("arcade"));
      assertFalse(topics.createReplies("arcade"));
    }
  }

  @Test
  void lists_every_difference() throws Exception {
    ClusterConfig cluster = cluster("odd");
    try (Admin admin = Admin.create(cluster.kafka().clientProperties());
        Topics topics = new Topics(cluster)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("odd.token.requests.v1", 3, (short) 1),
                  new NewTopic("odd.clients.v1", 1, (short) 1)))
          .all()
          .get();
      topics.create();

      var differ = assertThrows(AdminFailure.TopicsDiffer.class, topics::check);

      assertEquals(
          List.of(
              "odd.token.requests.v1 has 3 partitions, not 4",
              "odd.token.requests.v1 has message.timestamp.type=CreateTime, not LogAppendTime",
              "odd.clients.v1 has cleanup.policy=delete, not compact"),
          differ.differences());
    }
  }

  @Test
  void check_names_what_is_missing_and_makes_nothing() throws Exception {
    try (Topics topics = new Topics(cluster("absent"))) {
      var first = assertThrows(AdminFailure.TopicsDiffer.class, topics::check);
      var second = assertThrows(AdminFailure.TopicsDiffer.class, topics::check);

      assertEquals(Topic.values().length + 1, first.differences().size());
      assertEquals(first.differences(), second.differences());
    }
  }

  @Test
  void a_broker_that_is_away_is_a_clear_line() {
    ClusterConfig cluster =
        cluster("away", "--kafka.bootstrap-servers=127.0.0.1:" + FreePort.any());
    try (Topics topics = new Topics(cluster)) {
      var away =
          assertThrows(
              AdminFailure.BrokerAway.class, () -> topics.awaitBroker(Duration.ofMillis(1)));

      assertTrue(away.getMessage().startsWith("no broker answers at 127.0.0.1:"));
    }
  }

  private static ClusterConfig cluster(String prefix, String... more) {
    List<String> flags = new ArrayList<>(List.of(more));
    flags.add("--topic-prefix=" + prefix);
    flags.add("--partitions.requests=4");
    flags.add("--partitions.replies=4");
    flags.add("--replication-factor=1");
    if (more.length == 0) {
      flags.add("--kafka.bootstrap-servers=" + broker.bootstrapServers());
    }
    return ToolConfig.from(new Settings(List.of(Layer.flags(flags)))).cluster();
  }
}
