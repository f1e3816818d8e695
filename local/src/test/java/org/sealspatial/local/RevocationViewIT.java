/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sealspatial.local.TokensInUse.Held;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.routes.wiring.Wiring;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Outcome;

/** LM-S that can't read the revocations, and two of them that take partitions from each other. */
@WithKafka
@Tag("concurrent")
class RevocationViewIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String NEWCOMER = "newcomer";

  private static TestStack stack;
  private static TokenLife life;

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    stack = TestStack.start(kafka.bootstrap(), "--lm.revocations.max-staleness=PT2S");
    life = new TokenLife(stack);
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack) {
      Reconciliation.check(ended);
    }
  }

  private static int readiness() throws Exception {
    var ready = URI.create("http://" + stack.stack().config().management() + "/health/ready");
    return ((HttpURLConnection) ready.toURL().openConnection()).getResponseCode();
  }

  /** A writer that has begun and does not end: nobody can read past its record. */
  private static KafkaProducer<byte[], byte[]> stuckWriter() throws Exception {
    var properties = new HashMap<>(stack.clientProperties());
    properties.put("transactional.id", stack.prefix() + "-stuck");
    var writer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    writer.initTransactions();
    writer.beginTransaction();
    byte[] nothing = new byte[1];
    writer.send(new ProducerRecord<>(stack.topic(Topic.REVOCATIONS), 0, nothing, nothing)).get();
    return writer;
  }

  @Test
  void while_revocations_can_not_be_read_nothing_is_accepted_and_afterwards_it_is_again()
      throws Exception {
    // Given
    ValUe ue = stack.ue("ue-stale");
    String token = life.token("ue-stale");
    assertEquals("200", life.lmSays("ue-stale", token));

    try (var writer = stuckWriter()) {
      // When
      life.awaitLm("REVOCATIONS_STALE", "ue-stale", token);

      // Then: that alone, for as long as it lasts, and for every token
      Set<String> answers = new TreeSet<>();
      for (int use = 0; use < 10; use++) {
        answers.add(life.lmReplies(ue, token));
        answers.add(life.lmSays("ue-stale", token + "x"));
      }
      assertEquals(Set.of("REVOCATIONS_STALE"), answers);
      assertEquals(503, readiness(), "not ready");

      // When
      writer.abortTransaction();
    }

    // Then
    life.awaitLm("200", "ue-stale", token);
    await("ready again").atMost(SOON).until(() -> readiness() == 200);
  }

  private static List<Held> tokens(String prefix, int count) throws Exception {
    List<Held> held = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      ValUe ue = stack.ue(prefix + n);
      String token = life.token(ue.valUe());
      held.add(new Held(ue, token, TokenLife.jti(token)));
    }
    return held;
  }

  private static long end(String topic) throws Exception {
    var partition = new TopicPartition(topic, 0);
    try (Admin admin = Admin.create(stack.clientProperties())) {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()))
          .partitionResult(partition)
          .get()
          .offset();
    }
  }

  private static boolean hasDecided(String instance, int times) {
    return stack.audit().stream().filter(a -> a.getInstance().equals("lm/" + instance)).count()
        >= times;
  }

  private static void revoke(List<Held> held) throws Exception {
    for (Held one : held) {
      life.revokeSubject(one.ue().valUe());
    }
  }

  private static void awaitRefusals(List<Held> held) {
    await("each was refused")
        .atMost(SOON)
        .until(
            () -> {
              var check = new RevocationCheck(stack);
              return held.stream()
                  .allMatch(
                      one ->
                          check.verdicts(one.jti()).stream()
                              .anyMatch(a -> "TOKEN_REVOKED".equals(a.getCause())));
            });
  }

  @Test
  void a_revocation_holds_when_partitions_move_to_another_lm_and_back_with_requests_under_way()
      throws Exception {
    // Given: tokens in use in every partition, one of them revoked before the newcomer starts
    List<Held> held = tokens("ue-move-", 13);
    List<Held> early = held.subList(0, 1);
    List<Held> moving = held.subList(1, 5);
    List<Held> both = held.subList(5, 9);
    List<Held> back = held.subList(9, 13);
    long seenAtStart;
    try (var uses = new TokensInUse(stack, held, 32)) {
      revoke(early);
      seenAtStart = end(stack.topic(Topic.REVOCATIONS));

      // When: partitions move to the newcomer, and back when it ends
      try (Wiring newcomer = stack.beside(NEWCOMER, "--roles=lm")) {
        newcomer.start();
        revoke(moving);
        await("the newcomer serves").atMost(SOON).until(() -> hasDecided(NEWCOMER, 50));
        revoke(both);
        awaitRefusals(both);
      }
      revoke(back);
      awaitRefusals(held);
    }

    // Then
    Reconciliation.check(stack);
    var check = new RevocationCheck(stack);
    Set<String> owners = new TreeSet<>();
    for (Held one : held) {
      check.check(one.jti(), "subject:" + one.ue().valUe());
      for (AuditRecord verdict : check.verdicts(one.jti())) {
        owners.add(verdict.getInstance());
        if (verdict.getInstance().equals("lm/" + NEWCOMER)) {
          assertTrue(
              check.view(verdict) >= seenAtStart, "a view that is older than the newcomer's start");
          assertTrue(
              verdict.getOutcome() != Outcome.GRANTED || !early.contains(one),
              "accepted though it was revoked before the newcomer started");
        }
      }
    }
    assertEquals(2, owners.size(), "both have decided: " + owners);
  }
}
