/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sealspatial.routes.testing.ChildJvmKafka;
import org.sealspatial.routes.testing.ExactlyOnceCheck;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.TestTopics;

/** Brokers that die under a running route. {@code -Dit.broker.kills=n} sets how often. */
@Tag("concurrent")
class BrokerFaultIT {

  private static final int KILLS = Integer.getInteger("it.broker.kills", 2);
  private static final Duration SOON = Duration.ofSeconds(90);

  @Test
  void a_route_recovers_by_itself_when_the_only_broker_was_killed_and_comes_back() {
    try (KafkaUnderTest kafka = new ChildJvmKafka(1);
        TestTopics topics = topics(kafka);
        EchoRoute echo = new EchoRoute(kafka.bootstrap(), topics.prefix()).start()) {
      List<String> sent = new ArrayList<>();
      for (int kill = 0; kill < KILLS; kill++) {
        // given: work in hand
        sent.addAll(produce(topics, echo, "k" + kill + "-", 3000));
        double before = echo.meter("seal.records");
        await().atMost(SOON).until(() -> echo.meter("seal.records") > before);

        // when
        kafka.kill(0);
        kafka.restart(0);
      }

      // then
      ExactlyOnceCheck check = ExactlyOnceCheck.byKey(kafka.bootstrap());
      check.assertExactlyOnce(echo.in, sent); // else what follows would blame the spine
      awaitCommitted(topics, echo, sent.size());
      check.assertExactlyOnce(echo.out, sent);
      check.assertExactlyOnce(echo.audit, sent);
      await().atMost(SOON).until(() -> echo.health().getState() == HealthCheck.State.UP);
      assertNull(echo.stopped.get());
      assertEquals(0, check.committed(echo.dead).records());
    }
  }

  @Test
  void a_route_that_starts_before_its_broker_waits_for_it() {
    try (KafkaUnderTest kafka = new ChildJvmKafka(1);
        TestTopics topics = topics(kafka)) {
      // given
      List<String> sent = IntStream.range(0, 100).mapToObj(n -> "e" + n).toList();
      topics.produce(topics.name("in"), sent);
      kafka.kill(0);

      // when
      try (EchoRoute echo = new EchoRoute(kafka.bootstrap(), topics.prefix()).start()) {
        await().atMost(SOON).until(() -> echo.health().getState() == HealthCheck.State.DOWN);
        kafka.restart(0);

        // then
        awaitCommitted(topics, echo, sent.size());
        ExactlyOnceCheck.byKey(kafka.bootstrap()).assertExactlyOnce(echo.out, sent);
        await().atMost(SOON).until(() -> echo.health().getState() == HealthCheck.State.UP);
      }
    }
  }

  @Test
  void an_idle_route_says_that_its_broker_is_gone_and_that_it_is_back() {
    try (KafkaUnderTest kafka = new ChildJvmKafka(1);
        TestTopics topics = topics(kafka);
        EchoRoute echo = new EchoRoute(kafka.bootstrap(), topics.prefix()).start()) {
      // given
      List<String> sent = produce(topics, echo, "i", 10);
      awaitCommitted(topics, echo, sent.size());
      assertEquals(HealthCheck.State.UP, echo.health().getState());

      // when
      kafka.kill(0);
      await().atMost(SOON).until(() -> echo.health().getState() == HealthCheck.State.DOWN);
      kafka.restart(0);

      // then
      await().atMost(SOON).until(() -> echo.health().getState() == HealthCheck.State.UP);
    }
  }

  @Test
  void one_of_three_brokers_may_die_under_load() {
    try (KafkaUnderTest kafka = new ChildJvmKafka(3);
        TestTopics topics = topics(kafka);
        EchoRoute echo = new EchoRoute(kafka.bootstrap(), topics.prefix()).start()) {
      // given
      List<String> sent = new ArrayList<>(produce(topics, echo, "a", 2000));
      await().atMost(SOON).until(() -> echo.meter("seal.records") > 0);

      // when
      kafka.kill(1);
      sent.addAll(produce(topics, echo, "b", 2000));
      awaitCommitted(topics, echo, sent.size());
      kafka.restart(1);

      // then
      ExactlyOnceCheck check = ExactlyOnceCheck.byKey(kafka.bootstrap());
      check.assertExactlyOnce(echo.out, sent);
      check.assertExactlyOnce(echo.audit, sent);
    }
  }

  private static TestTopics topics(KafkaUnderTest kafka) {
    TestTopics topics = new TestTopics(kafka.bootstrap());
    List.of("in", "out", "audit", "dead").forEach(name -> topics.create(name, 4));
    return topics;
  }

  private static List<String> produce(TestTopics topics, EchoRoute echo, String prefix, int count) {
    List<String> ids = IntStream.range(0, count).mapToObj(n -> prefix + n).toList();
    topics.produce(echo.in, ids);
    return ids;
  }

  private static void awaitCommitted(TestTopics topics, EchoRoute echo, long count) {
    await().atMost(SOON).until(() -> topics.committed(echo.group, echo.in) == count);
  }
}
