/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.kill;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sealspatial.local.kill.Kills.Cost;
import org.sealspatial.routes.testing.ExactlyOnceCheck;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.TokenResponse;

/**
 * SIM-S and LM-S as processes, killed under load. {@code -Dkill.requests=n -Dkill.kills=n
 * -Dkill.rate=n -Dkill.seed=n} set how many requests there are at least, how many kills, requests
 * per second, and the seed of mix and kills.
 */
@WithKafka
@Tag("concurrent")
class KillIT {
  private static final int REQUESTS = Integer.getInteger("kill.requests", 3_000);
  private static final int KILLS = Integer.getInteger("kill.kills", 6);
  private static final int RATE = Integer.getInteger("kill.rate", 40);
  private static final long SEED = Long.getLong("kill.seed", 20_261_124L);
  private static final int MUST_HIT = 3;
  private static final Duration CATCH_UP = Duration.ofMinutes(5);

  private final Random random = new Random(SEED);
  private KillWorld world;
  private TopicReader reader;
  private Letters letters;
  private Load load;
  private Map<String, RoleProcess> processes;
  private Kills kills;

  @BeforeEach
  void start(KafkaUnderTest kafka) throws Exception {
    world = new KillWorld(kafka.bootstrap());
    reader = new TopicReader(world);
    kills = new Kills(world);
    letters = new Letters(world, new Random(random.nextLong()));
    load = new Load(world.bootstrap(), letters, new Random(random.nextLong()), RATE);
    processes = Map.of("sim", new RoleProcess(world, "sim"), "lm", new RoleProcess(world, "lm"));
    for (RoleProcess process : processes.values()) {
      process.start();
    }
    processes.values().forEach(RoleProcess::awaitReady);
    getTokens();
  }

  private void getTokens() throws Exception {
    load.sendFirst();
    awaitNoLag();
    for (ConsumerRecord<String, byte[]> reply :
        reader.read(world.replies(), IsolationLevel.READ_COMMITTED)) {
      TokenResponse response = new Wire().decode(reply.value(), TokenResponse.class);
      String token = response.getToken().getAccessToken();
      letters.token(subject(token), token);
    }
  }

  private static String subject(String token) throws Exception {
    return org.sealspatial.jose.CompactJws.parse(token).claims().path("sub").asText();
  }

  @AfterEach
  void end() throws Exception {
    load.close();
    processes.values().forEach(RoleProcess::close);
    world.close();
  }

  @Test
  void every_request_ends_exactly_once_however_often_sim_and_lm_are_killed() throws Exception {
    // given
    System.out.printf("-Dkill.seed=%d%n", SEED);
    load.start();

    // when
    killUnderLoad();
    List<Sent> sent = load.finish(REQUESTS);
    awaitNoLag();

    // then
    List<Cost> costs = kills.costs();
    report(sent, costs);
    assertLoadIsWholeAndEverywhere(sent);
    assertEquals(List.of(), some(Invariant.problems(sent, reader.outcomes())));
    assertReadersAgree(sent, costs);
  }

  /** At seeded points of the load: in a transaction, anywhere, and again while it starts. */
  private void killUnderLoad() throws Exception {
    List<String> roles = new ArrayList<>();
    for (int i = 0; i < KILLS; i++) {
      roles.add(i % 2 == 0 ? "sim" : "lm");
    }
    Collections.shuffle(roles, random);
    int apart = REQUESTS / (KILLS + 1);
    for (int i = 0; i < KILLS; i++) {
      int after = apart * i + random.nextInt(apart) + 1;
      awaitSent(after);
      kill(processes.get(roles.get(i)), Manner.values()[i % 3]);
    }
    for (int more = 0; hits(kills.costs()) < MUST_HIT && more < 2 * KILLS; more++) {
      kill(processes.get(more % 2 == 0 ? "sim" : "lm"), Manner.IN_TRANSACTION);
    }
  }

  private enum Manner {
    IN_TRANSACTION,
    ANYWHERE,
    AGAIN_WHILE_IT_STARTS
  }

  private void kill(RoleProcess process, Manner manner) throws Exception {
    if (manner == Manner.IN_TRANSACTION) {
      kills.killInTransaction(process);
    } else {
      kills.kill(process);
    }
    process.start();
    if (manner == Manner.AGAIN_WHILE_IT_STARTS) {
      awaitSent(load.count() + random.nextInt(8 * RATE));
      kills.kill(process);
      process.start();
    }
    process.awaitReady();
  }

  private void awaitSent(int count) {
    await("so much load").atMost(CATCH_UP).until(() -> load.count() >= count);
  }

  private static long hits(List<Cost> costs) {
    return costs.stream().filter(cost -> cost.aborted() > 0).count();
  }

  private void awaitNoLag() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", world.bootstrap()))) {
      await("all is worked off")
          .atMost(CATCH_UP)
          .until(
              () ->
                  lag(admin, "sim", Topic.TOKEN_REQUESTS) == 0
                      && lag(admin, "lm", Topic.SPATIAL_REQUESTS) == 0);
    }
  }

  private long lag(Admin admin, String role, Topic topic) throws Exception {
    var offsets =
        admin.listConsumerGroupOffsets(world.group(role)).partitionsToOffsetAndMetadata().get();
    return reader.ends(world.topic(topic)).entrySet().stream()
        .mapToLong(
            end -> {
              var at = offsets.get(end.getKey());
              return end.getValue() - (at == null ? 0 : at.offset());
            })
        .sum();
  }

  private void assertLoadIsWholeAndEverywhere(List<Sent> sent) {
    assertTrue(sent.size() >= REQUESTS, sent.size() + " requests");
    for (Topic topic : List.of(Topic.TOKEN_REQUESTS, Topic.SPATIAL_REQUESTS)) {
      String name = world.topic(topic);
      Map<Integer, Long> known =
          sent.stream()
              .filter(s -> s.topic().equals(name))
              .collect(Collectors.groupingBy(Sent::partition, Collectors.counting()));
      for (Map.Entry<TopicPartition, Long> end : reader.ends(name).entrySet()) {
        assertTrue(end.getValue() > 0, end.getKey() + " has no request");
        assertEquals(end.getValue(), known.get(end.getKey().partition()), "offsets that we know");
      }
    }
  }

  private void assertReadersAgree(List<Sent> sent, List<Cost> costs) {
    var byAudit = new ExactlyOnceCheck(world.bootstrap(), this::auditId);
    String audit = world.topic(Topic.AUDIT);
    byAudit.assertExactlyOnce(audit, sent.stream().map(Sent::id).toList());
    long written = byAudit.uncommitted(audit).records();
    assertTrue(written > sent.size(), written + " audit records written");
    assertTrue(hits(costs) >= MUST_HIT, "kills that left aborted records: " + costs);
    for (String role : processes.keySet()) {
      long of = costs.stream().filter(cost -> cost.kill().role().equals(role)).count();
      assertTrue(of >= Math.min(2, KILLS / 2), "kills of " + role + ": " + of);
    }
  }

  private String auditId(ConsumerRecord<byte[], byte[]> record) {
    try {
      return new Wire()
          .decode(record.value(), org.sealspatial.schemas.v1.AuditRecord.class)
          .getId();
    } catch (org.sealspatial.schemas.UnreadableRecord e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> some(List<String> problems) {
    return problems.stream().limit(20).toList();
  }

  private static void report(List<Sent> sent, List<Cost> costs) {
    System.out.printf(
        "%d requests, %d kills, %d of which left %d aborted audit records%n",
        sent.size(), costs.size(), hits(costs), costs.stream().mapToLong(Cost::aborted).sum());
    costs.forEach(
        cost ->
            System.out.printf(
                "  %-3s killed at %s: %d aborted, first answer after %s ms%n",
                cost.kill().role(),
                cost.kill().at(),
                cost.aborted(),
                cost.recovery() == null ? "?" : cost.recovery().toMillis()));
    var kinds = sent.stream().collect(Collectors.groupingBy(Sent::kind, Collectors.counting()));
    new TreeSet<>(kinds.keySet()).forEach(k -> System.out.printf("  %d %s%n", kinds.get(k), k));
  }
}
