/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.schemas.Topic.AUDIT;
import static org.sealspatial.schemas.Topic.CLIENTS;
import static org.sealspatial.schemas.Topic.REVOCATIONS;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealspatial.routes.table.Operator.Signed;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.routes.table.RevokedTokens.TokenIdentity;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.GatewayRefusals;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.Source;

/** A table whose topic has lost records, under a reader's hands or before it started. */
@WithKafka
class LostRecordsIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration ANY_AGE = Duration.ofDays(1);
  private static final Wire WIRE = new Wire();
  private static final Operator OPERATOR = new Operator();
  private static final SignedTable<RevocationContent> ROWS =
      SignedTable.revocations(List.of(OPERATOR.anchor()));
  private static final SignedTable<String> CLIENT_ROWS = OPERATOR.texts(CLIENTS);

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private TableBench bench;

  @BeforeEach
  void open(KafkaUnderTest kafka) throws Exception {
    bench = new TableBench(kafka.bootstrap()).withTopics(AUDIT, CLIENTS, REVOCATIONS);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static Signed revocation(By by, String value, long sequence, Instant until) {
    var content = RevocationContent.of(by, value, until, Optional.empty());
    return OPERATOR.entry(REVOCATIONS, content.id(), sequence, 0, content.toJson());
  }

  private boolean hits(TableReader reader, String jti) {
    var token = new TokenIdentity(jti, "client", "ue", "service", "kid");
    return reader.snapshot().revoked().contain(token, now);
  }

  private static boolean isStale(TableReader reader) {
    return reader.revocationsStale(reader.snapshot(), ANY_AGE);
  }

  private long offset(TableReader reader) {
    return reader.snapshot().offsets().get(REVOCATIONS.in(bench.prefix()));
  }

  /** What somebody says it has decided on. */
  private byte[] audited(Instant at, long revocations) {
    return WIRE.encode(
        AuditRecord.newBuilder()
            .setId("requests/0/1")
            .setTime(at)
            .setFlow(Flow.SPATIAL)
            .setInstance("lm/a")
            .setSource(new Source("requests", 0, 1L, at))
            .setOutcome(Outcome.REFUSED)
            .setState(Map.of(REVOCATIONS.in(bench.prefix()), revocations))
            .build());
  }

  @Test
  void a_topic_made_anew_leaves_revocations_unknown_until_all_tokens_of_before_are_revoked()
      throws Exception {
    try (TableReader reader = bench.auditedReader(ROWS)) {
      // Given
      assertTrue(reader.awaitReady(SOON));
      bench.write(revocation(By.JTI, "a", 1, now));
      long last = bench.write(revocation(By.JTI, "b", 1, now));
      assertTrue(reader.awaitOffset(REVOCATIONS, last, SOON));
      assertFalse(isStale(reader));

      // When
      bench.remake(REVOCATIONS);

      // Then
      await("the loss is noticed").atMost(SOON).until(() -> isStale(reader));
      bench.write(revocation(By.ISSUED_BEFORE, "*", 1, now.minusSeconds(60)));
      assertTrue(reader.await(t -> t.revoked().size() == 3, SOON));
      assertTrue(isStale(reader), "tokens issued since are not covered");
      assertEquals(last + 1, offset(reader), "the audit goes on telling what there was");
      assertTrue(hits(reader, "a") && hits(reader, "b"), "what was read stays in force");

      // When
      bench.write(revocation(By.ISSUED_BEFORE, "*", 2, Instant.now().plusSeconds(5)));

      // Then
      await("it is made up for").atMost(SOON).until(() -> !isStale(reader));
      await("offsets of the new topic").atMost(SOON).until(() -> offset(reader) == 2);
    }
  }

  @Test
  void a_start_finds_in_the_audit_that_there_was_more() throws Exception {
    // Given: the sums of gateways hide what was decided
    bench.writeRaw(AUDIT, "lm", audited(now, 7));
    byte[] sums = WIRE.encode(new GatewayRefusals("gateway/a", now, now, Map.of("X", 1L)));
    for (int n = 0; n < 450; n++) {
      bench.writeRaw(AUDIT, "gateway", sums);
    }
    bench.write(revocation(By.JTI, "a", 1, now));

    // When
    try (TableReader reader = bench.auditedReader(ROWS)) {
      assertTrue(reader.awaitReady(SOON));

      // Then
      assertTrue(isStale(reader), "six records are gone");
      assertEquals(7, offset(reader), "the audit goes on telling what there was");

      // When
      bench.write(revocation(By.ISSUED_BEFORE, "*", 1, now));

      // Then
      await("it is made up for").atMost(SOON).until(() -> !isStale(reader));
    }

    // And it stays so: the topic still ends before what was audited then
    try (TableReader restarted = bench.auditedReader(ROWS)) {
      assertTrue(restarted.awaitReady(SOON));
      assertFalse(isStale(restarted), "made up for in the log itself");
    }
  }

  @Test
  void nothing_is_lost_where_the_topic_has_all_that_was_audited() throws Exception {
    bench.write(revocation(By.JTI, "a", 1, now));
    bench.writeRaw(AUDIT, "lm", audited(now, 1));
    try (TableReader reader = bench.auditedReader(ROWS)) {
      assertTrue(reader.awaitReady(SOON));
      assertFalse(isStale(reader));
    }
  }

  @Test
  void what_was_audited_before_any_living_token_was_issued_counts_no_longer() throws Exception {
    Instant past = now.minus(RevocationContent.OUTLIVES).minusSeconds(1);
    bench.writeRaw(AUDIT, "lm", past, audited(past, 7));
    try (TableReader reader = bench.auditedReader(ROWS)) {
      assertTrue(reader.awaitReady(SOON));
      assertFalse(isStale(reader));
    }
  }

  @Test
  void a_deletion_of_what_a_start_can_no_longer_see_leaves_revocations_unknown() throws Exception {
    // Given: what compaction leaves of an entry that somebody has deleted
    bench.write(revocation(By.JTI, "a", 1, now));
    bench.writeRaw(REVOCATIONS, "jti:b", null);
    try (TableReader reader = bench.auditedReader(ROWS)) {
      assertTrue(reader.awaitReady(SOON));
      assertTrue(isStale(reader), "it may have been a revocation");

      // When
      bench.write(revocation(By.ISSUED_BEFORE, "*", 1, Instant.now().plusSeconds(5)));

      // Then
      await("it is made up for").atMost(SOON).until(() -> !isStale(reader));
    }
    try (TableReader restarted = bench.auditedReader(ROWS)) {
      assertTrue(restarted.awaitReady(SOON));
      assertFalse(isStale(restarted), "made up for in the log itself");
    }
  }

  @Test
  void a_deletion_of_what_was_read_or_never_was_loses_nothing() throws Exception {
    bench.write(revocation(By.JTI, "a", 1, now));
    bench.writeRaw(REVOCATIONS, "jti:a", null);
    try (TableReader reader = bench.auditedReader(ROWS)) {
      assertTrue(reader.awaitReady(SOON));
      long last = bench.writeRaw(REVOCATIONS, "jti:never", null);
      assertTrue(reader.awaitOffset(REVOCATIONS, last, SOON));
      assertFalse(isStale(reader));
      assertTrue(hits(reader, "a"));
    }
  }

  @Test
  void a_deleted_beginning_leaves_revocations_unknown_to_who_reads_on_and_to_who_starts()
      throws Exception {
    long last;
    try (TableReader reader = bench.auditedReader(ROWS)) {
      // Given
      bench.write(revocation(By.JTI, "a", 1, now));
      last = bench.write(revocation(By.JTI, "b", 1, now));
      assertTrue(reader.awaitOffset(REVOCATIONS, last, SOON));
      assertFalse(isStale(reader));

      // When
      bench.behead(REVOCATIONS, last);

      // Then
      await("the deletion is noticed").atMost(SOON).until(() -> isStale(reader));
      assertTrue(hits(reader, "a") && hits(reader, "b"), "what was read stays in force");
    }
    try (TableReader reader = bench.auditedReader(ROWS)) {
      assertTrue(reader.awaitReady(SOON));
      assertTrue(isStale(reader), "a revocation of a was there, and nobody can know");

      // When
      bench.write(revocation(By.ISSUED_BEFORE, "*", 1, Instant.now().plusSeconds(5)));

      // Then
      await("it is made up for").atMost(SOON).until(() -> !isStale(reader));
    }
    try (TableReader restarted = bench.auditedReader(ROWS)) {
      assertTrue(restarted.awaitReady(SOON));
      assertFalse(isStale(restarted), "made up for in the log itself");
    }
  }

  @Test
  void a_topic_of_which_everything_was_deleted_is_not_taken_for_an_empty_one() throws Exception {
    long last = bench.write(revocation(By.JTI, "a", 1, now));
    bench.behead(REVOCATIONS, last + 1);
    try (TableReader reader = bench.auditedReader(ROWS)) {
      assertTrue(reader.awaitReady(SOON));
      assertTrue(isStale(reader));

      bench.write(revocation(By.ISSUED_BEFORE, "*", 1, Instant.now().plusSeconds(5)));

      await("it is made up for").atMost(SOON).until(() -> !isStale(reader));
    }
    try (TableReader restarted = bench.auditedReader(ROWS)) {
      assertTrue(restarted.awaitReady(SOON));
      assertFalse(isStale(restarted), "made up for in the log itself");
    }
  }

  @Test
  void what_was_deleted_before_any_living_token_was_issued_counts_no_longer() throws Exception {
    Instant past = now.minus(RevocationContent.OUTLIVES).minusSeconds(1);
    bench.write(revocation(By.JTI, "a", 1, now));
    Signed second = revocation(By.JTI, "b", 1, now);
    long left = bench.writeRaw(REVOCATIONS, second.id(), past, second.value());
    bench.behead(REVOCATIONS, left);
    try (TableReader reader = bench.auditedReader(ROWS)) {
      assertTrue(reader.awaitReady(SOON));
      assertFalse(isStale(reader), "what is left was written long ago, so what is gone was, too");
      assertTrue(hits(reader, "b"));
    }
  }

  @Test
  void another_table_keeps_what_it_knows_and_its_view_of_revocations_is_as_good_as_before()
      throws Exception {
    try (TableReader reader = bench.auditedReader(ROWS, CLIENT_ROWS)) {
      long last = bench.write(OPERATOR.entry(CLIENTS, "a", 1, 0, "a1"));
      assertTrue(reader.awaitOffset(CLIENTS, last, SOON));

      bench.remake(CLIENTS);
      bench.write(OPERATOR.entry(CLIENTS, "b", 1, 0, "b1"));

      assertTrue(reader.await(t -> t.find(CLIENT_ROWS, "b").isPresent(), SOON));
      assertEquals(Map.of("a", "a1", "b", "b1"), reader.snapshot().rows(CLIENT_ROWS));
      assertFalse(isStale(reader));
    }
  }

  @Test
  void a_topic_made_anew_is_noticed_though_it_is_as_long_before_anybody_looks(KafkaUnderTest kafka)
      throws Exception {
    // Given
    bench.write(OPERATOR.entry(CLIENTS, "a", 1, 0, "a1"));
    var source =
        new TableReader.Source(
            Map.of("bootstrap.servers", kafka.bootstrap()), bench.prefix(), "test");
    var positions = new Positions(bench.prefix(), List.of(CLIENTS));
    var losses = new Losses(source, positions, Clock.systemUTC());
    try (var feed = new TableFeed(source, positions, losses)) {
      feed.goal();
      await("the first topic is read").atMost(SOON).until(() -> keys(feed).contains("a"));

      // When
      bench.remake(CLIENTS);
      bench.write(
          OPERATOR.entry(CLIENTS, "b", 1, 0, "b1"), OPERATOR.entry(CLIENTS, "c", 1, 0, "c"));

      // Then
      var seen = new HashSet<String>();
      await("the second topic is read from its beginning, not from where the first one ended")
          .atMost(SOON)
          .until(
              () -> {
                seen.addAll(keys(feed));
                return seen.contains("b");
              });
      assertTrue(positions.of(CLIENTS).lostUntil().isPresent(), "nothing was said to be lost");
    }
  }

  private static Set<String> keys(TableFeed feed) throws Exception {
    var keys = new HashSet<String>();
    feed.poll().forEach(record -> keys.add(new String(record.key(), StandardCharsets.UTF_8)));
    feed.measure();
    return keys;
  }
}
