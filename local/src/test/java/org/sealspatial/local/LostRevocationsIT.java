/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.table.RevocationContent;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.routes.wiring.Wiring;
import org.sealspatial.schemas.Topic;

/** The topic of revocations was made anew, with nothing in it. */
@WithKafka
class LostRevocationsIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ALARM = "has lost records";

  @Test
  void no_token_is_accepted_by_roles_that_run_or_start_until_all_of_before_are_revoked(
      KafkaUnderTest kafka) throws Exception {
    try (TestStack stack = TestStack.start(kafka.bootstrap());
        var log = new LogTap()) {
      // Given
      var life = new TokenLife(stack);
      String topic = stack.topic(Topic.REVOCATIONS);
      ValUe good = stack.ue("ue-good");
      String goodToken = life.token("ue-good");
      String revokedToken = life.token("ue-revoked");
      life.revokeSubject("ue-revoked");
      life.awaitLm("TOKEN_REVOKED", "ue-revoked", revokedToken);
      assertEquals("200", life.lmSays("ue-good", goodToken));

      // When
      stack.makeAnew(Topic.REVOCATIONS);

      // Then: those that run
      life.awaitLm("REVOCATIONS_STALE", "ue-good", goodToken);
      life.awaitSim("REVOCATIONS_STALE", "ue-good", goodToken);
      await("each role says so once").atMost(SOON).until(() -> log.count(ALARM, topic) == 2);
      for (int use = 0; use < 5; use++) {
        assertEquals("REVOCATIONS_STALE", life.lmReplies(good, goodToken));
        assertEquals("REVOCATIONS_STALE", life.lmSays("ue-revoked", revokedToken));
      }

      // And those that start on the empty topic
      stack.stack().close();
      try (var started = new Wiring(stack.stack().config())) {
        started.start();
        assertEquals("REVOCATIONS_STALE", life.lmReplies(good, goodToken));
        assertEquals("REVOCATIONS_STALE", life.lmSays("ue-revoked", revokedToken));
        assertEquals("REVOCATIONS_STALE", life.simSays("ue-good", goodToken));
        assertEquals(4, log.count(ALARM, topic), "each role once more");

        // When: what docs/tables.md tells the operator to do
        life.edits()
            .revoke(By.ISSUED_BEFORE, "*", Instant.now().plusSeconds(5), Optional.of("lost"));

        // Then
        life.awaitLm("TOKEN_REVOKED", "ue-revoked", revokedToken);
        assertEquals("TOKEN_REVOKED", life.lmSays("ue-good", goodToken));
        await("a token that was issued since is good")
            .atMost(SOON)
            .until(() -> life.lmSaysOfNew("ue-good"), "200"::equals);
      }

      // And after another start, too
      stack.restart();
      assertEquals("TOKEN_REVOKED", life.lmSays("ue-revoked", revokedToken));
      assertEquals("200", life.lmSaysOfNew("ue-good"));
      Reconciliation.check(stack);
    }
  }

  /** By somebody who may write the topic, while the broker compacts as soon as it can. */
  @Test
  void a_revocation_that_was_deleted_and_compacted_away_gives_no_token_back(KafkaUnderTest kafka)
      throws Exception {
    try (TestStack stack = TestStack.start(kafka.bootstrap())) {
      // Given
      var life = new TokenLife(stack);
      ValUe revoked = stack.ue("ue-revoked");
      String token = life.token("ue-revoked");
      life.revokeSubject("ue-revoked");
      life.awaitLm("TOKEN_REVOKED", "ue-revoked", token);
      List<Long> before = EagerCompaction.offsets(stack, "subject:ue-revoked");
      assertEquals(1, before.size());

      // When: it is deleted, and what was deleted is compacted away
      stack.kafka().publish(stack.topic(Topic.REVOCATIONS), "subject:ue-revoked", null);
      try (var compaction = new EagerCompaction(stack, life)) {
        assertTrue(
            compaction.tombstonesStay().compareTo(RevocationContent.OUTLIVES) > 0,
            "a deletion could go before the tokens that it would give back");
        compaction.await(
            "the entry is gone from the log",
            "subject:ue-revoked",
            left -> !left.contains(before.get(0)));
      }

      // Then: those that run know it, and those that start do not know what was deleted
      assertEquals("TOKEN_REVOKED", life.lmReplies(revoked, token));
      stack.stack().close();
      try (var started = new Wiring(stack.stack().config())) {
        started.start(); // and is not ready
        for (int use = 0; use < 5; use++) {
          assertEquals("REVOCATIONS_STALE", life.lmReplies(revoked, token));
        }
        assertEquals("REVOCATIONS_STALE", life.simSays("ue-revoked", token));
        assertFalse(started.ready());

        // When: what docs/tables.md tells the operator to do
        life.edits()
            .revoke(By.ISSUED_BEFORE, "*", Instant.now().plusSeconds(5), Optional.of("deleted"));

        // Then
        life.awaitLm("TOKEN_REVOKED", "ue-revoked", token);
        await("a token that was issued since is good")
            .atMost(SOON)
            .until(() -> life.lmSaysOfNew("ue-revoked"), "200"::equals);
        assertEquals("TOKEN_REVOKED", life.lmReplies(revoked, token));
      }
      Reconciliation.check(stack);
    }
  }
}
