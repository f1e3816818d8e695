/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.schemas.Topic.CLIENTS;
import static org.sealspatial.schemas.Topic.POLICIES;
import static org.sealspatial.schemas.Topic.REVOCATIONS;
import static org.sealspatial.schemas.Topic.SPATIAL_MAPS;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealspatial.routes.table.Operator.Signed;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.MapObject;
import org.sealspatial.schemas.v1.SpatialMapRecord;

@WithKafka
class TableReaderIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Operator OPERATOR = new Operator();
  private static final Operator STRANGER = new Operator();
  private static final SignedTable<String> CLIENT_ROWS = OPERATOR.texts(CLIENTS);
  private static final SignedTable<String> POLICY_ROWS = OPERATOR.texts(POLICIES);
  private static final SignedTable<String> REVOCATION_ROWS = OPERATOR.texts(REVOCATIONS);

  private TableBench bench;

  @BeforeEach
  void open(KafkaUnderTest kafka) throws Exception {
    bench =
        new TableBench(kafka.bootstrap()).withTopics(CLIENTS, POLICIES, REVOCATIONS, SPATIAL_MAPS);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void is_ready_when_it_has_all_that_was_written_before() throws Exception {
    // Given
    List<Signed> entries = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      entries.add(OPERATOR.entry(CLIENTS, "c" + i, 1, 0, "v" + i));
    }
    bench.write(entries.toArray(Signed[]::new));

    // When
    try (TableReader reader = bench.reader(CLIENT_ROWS, POLICY_ROWS)) {
      TableSnapshot early = reader.snapshot();
      assertTrue(reader.awaitReady(SOON));

      // Then
      assertEquals(Map.of(), early.offsets());
      assertEquals(3000, reader.snapshot().rows(CLIENT_ROWS).size());
      assertEquals(3000L, reader.snapshot().offsets().get(CLIENTS.in(bench.prefix())));
      assertEquals(0, reader.lag(CLIENTS));
    }
  }

  @Test
  void takes_in_the_order_of_the_log_however_many_verify_it() throws Exception {
    // Given
    List<Signed> entries = new ArrayList<>();
    for (int version = 1; version <= 100; version++) {
      for (int i = 0; i < 10; i++) {
        entries.add(OPERATOR.entry(CLIENTS, "c" + i, version, 0, "v" + version));
      }
      entries.add(STRANGER.entry(CLIENTS, "c0", 1000 + version, 0, "forged"));
      entries.add(OPERATOR.entry(CLIENTS, "c1", version, 0, "again"));
    }
    bench.write(entries.toArray(Signed[]::new));

    // When
    try (TableReader reader = bench.reader(CLIENT_ROWS)) {
      assertTrue(reader.awaitReady(SOON));

      // Then
      Map<String, String> rows = reader.snapshot().rows(CLIENT_ROWS);
      assertEquals(10, rows.size());
      assertEquals(Set.of("v100"), Set.copyOf(rows.values()), "a later version was lost");
      assertEquals(100, bench.bad(CLIENTS, "forged"));
      assertEquals(100, bench.bad(CLIENTS, "replayed"));
      assertEquals(0, bench.bad(CLIENTS, "rolled_back"), "entries were taken out of order");
    }
  }

  @Test
  void shows_a_write_to_whoever_waits_for_its_offset() throws Exception {
    try (TableReader reader = bench.reader(CLIENT_ROWS)) {
      assertTrue(reader.awaitReady(SOON));
      long offset = bench.write(OPERATOR.entry(CLIENTS, "arcade", 1, 0, "a"));
      assertTrue(reader.awaitOffset(CLIENTS, offset, SOON));
      assertEquals(Optional.of("a"), reader.snapshot().find(CLIENT_ROWS, "arcade"));
      assertFalse(reader.awaitOffset(CLIENTS, offset + 1, Duration.ofMillis(50)));
    }
  }

  @Test
  void counts_what_it_ignores_and_goes_on() throws Exception {
    try (TableReader reader = bench.reader(CLIENT_ROWS)) {
      // When
      Signed second = OPERATOR.entry(CLIENTS, "arcade", 2, 0, "second");
      bench.write(second, OPERATOR.entry(CLIENTS, "arcade", 1, 0, "first"), second);
      bench.write(STRANGER.entry(CLIENTS, "arcade", 9, 0, "forged"));
      bench.writeRaw(CLIENTS, "arcade", null);
      bench.writeRaw(CLIENTS, "arcade", new byte[] {1, 2, 3});
      long last = bench.write(OPERATOR.entry(CLIENTS, "other", 1, 0, "o"));

      // Then
      assertTrue(reader.awaitOffset(CLIENTS, last, SOON));
      assertEquals(Map.of("arcade", "second", "other", "o"), reader.snapshot().rows(CLIENT_ROWS));
      for (String reason :
          List.of("rolled_back", "replayed", "forged", "tombstone", "unreadable")) {
        assertEquals(1, bench.bad(CLIENTS, reason), reason);
      }
    }
  }

  @Test
  void waits_for_an_open_transaction_and_grows_old_meanwhile() throws Exception {
    var writer = bench.transactional();
    try (writer;
        TableReader reader = bench.reader(REVOCATION_ROWS)) {
      // Given
      assertTrue(reader.awaitReady(SOON));
      writer.beginTransaction();
      writer.send(bench.record(OPERATOR.entry(REVOCATIONS, "jti:1", 1, 0, "r"))).get();

      // When, then: the last stable offset would hide this
      await().atMost(SOON).until(() -> reader.age(REVOCATIONS).toMillis() > 700);
      assertEquals(1, reader.lag(REVOCATIONS));
      assertEquals(Map.of(), reader.snapshot().rows(REVOCATION_ROWS));

      // When, then
      writer.commitTransaction();
      assertTrue(reader.await(t -> t.find(REVOCATION_ROWS, "jti:1").isPresent(), SOON));
      await().atMost(SOON).until(() -> reader.age(REVOCATIONS).toMillis() < 500);
    }
  }

  @Test
  void never_shows_what_was_aborted() throws Exception {
    var writer = bench.transactional();
    try (writer;
        TableReader reader = bench.reader(REVOCATION_ROWS)) {
      writer.beginTransaction();
      writer.send(bench.record(OPERATOR.entry(REVOCATIONS, "jti:1", 1, 0, "r"))).get();
      writer.flush();
      writer.abortTransaction();
      long last = bench.write(OPERATOR.entry(REVOCATIONS, "jti:2", 1, 0, "r"));
      assertTrue(reader.awaitOffset(REVOCATIONS, last, SOON));
      assertEquals(Map.of("jti:2", "r"), reader.snapshot().rows(REVOCATION_ROWS));
    }
  }

  @Test
  void shows_a_bundle_whole_and_keeps_it_so_after_a_restart_on_a_compacted_log() throws Exception {
    try (TableReader reader = bench.reader(CLIENT_ROWS, POLICY_ROWS)) {
      // Given
      bench.write(OPERATOR.entry(CLIENTS, "arcade", 1, 1, "a1"));
      long manifest = bench.write(OPERATOR.manifest(1, CLIENTS, "arcade", 1, POLICIES, "p", 1));
      assertTrue(reader.awaitOffset(POLICIES, manifest, SOON));
      assertEquals(Map.of(), reader.snapshot().rows(CLIENT_ROWS));

      // When
      bench.write(OPERATOR.entry(POLICIES, "p", 1, 1, "p1"));

      // Then
      assertTrue(reader.await(t -> t.policyVersion().equals(OptionalLong.of(1)), SOON));
      assertEquals(Map.of("arcade", "a1"), reader.snapshot().rows(CLIENT_ROWS));
    }

    // When the log has only the newest of each id, as compaction leaves it
    bench.write(
        OPERATOR.entry(CLIENTS, "arcade", 2, 2, "a2"), OPERATOR.manifest(2, CLIENTS, "arcade", 2));
    try (TableReader restarted = bench.reader(CLIENT_ROWS, POLICY_ROWS)) {
      assertTrue(restarted.awaitReady(SOON));
      assertEquals(OptionalLong.of(2), restarted.snapshot().policyVersion());
      assertEquals(Map.of("arcade", "a2"), restarted.snapshot().rows(CLIENT_ROWS));
      assertEquals(Map.of("p", "p1"), restarted.snapshot().rows(POLICY_ROWS));
    }
  }

  @Test
  void hands_on_parts_of_maps_before_the_snapshot_counts_them() throws Exception {
    List<SpatialMapRecord> parts = new CopyOnWriteArrayList<>();
    try (TableReader reader = bench.reader(PartTable.spatialMaps(parts::add))) {
      var part =
          new SpatialMapRecord(
              7L, 1L, false, null, new MapObject("o1", "shops", "shop", 8.5, 47.3, null, null));
      long offset = bench.writeRaw(SPATIAL_MAPS, "7/o1", new Wire().encode(part));
      assertTrue(reader.awaitOffset(SPATIAL_MAPS, offset, SOON));
      assertEquals(List.of(part), parts);
    }
  }

  @Test
  void waits_for_topics_that_are_not_there_yet(KafkaUnderTest kafka) throws Exception {
    try (TableBench late = new TableBench(kafka.bootstrap());
        TableReader reader = late.reader(CLIENT_ROWS)) {
      assertFalse(reader.awaitReady(Duration.ofMillis(500)));
      late.withTopics(CLIENTS);
      assertTrue(reader.awaitReady(SOON));
    }
  }

  @Test
  void keeps_what_it_knows_when_a_topic_is_made_anew() throws Exception {
    try (TableReader reader = bench.reader(CLIENT_ROWS)) {
      // Given
      Signed first = OPERATOR.entry(CLIENTS, "a", 1, 0, "a1");
      long last = bench.write(first, OPERATOR.entry(CLIENTS, "a", 2, 0, "a2"));
      assertTrue(reader.awaitOffset(CLIENTS, last, SOON));

      // When the log is gone, and an old entry is played again
      bench.remake(CLIENTS);
      bench.write(first);

      // Then
      await().atMost(SOON).until(() -> bench.bad(CLIENTS, "rolled_back") == 1);
      assertEquals(Map.of("a", "a2"), reader.snapshot().rows(CLIENT_ROWS));
      bench.write(OPERATOR.entry(CLIENTS, "b", 1, 0, "b1"));
      assertTrue(reader.await(t -> t.find(CLIENT_ROWS, "b").isPresent(), SOON));
    }
  }

  @Test
  void catches_up_with_what_somebody_else_has_decided_on() throws Exception {
    var writer = bench.transactional();
    try (writer;
        TableReader reader = bench.reader(REVOCATION_ROWS)) {
      // Given: a record that this reader can't see yet
      assertTrue(reader.awaitReady(SOON));
      writer.beginTransaction();
      writer.send(bench.record(OPERATOR.entry(REVOCATIONS, "jti:1", 1, 0, "r"))).get();

      // When
      Map<String, Long> state = Map.of(REVOCATIONS.in(bench.prefix()), 1L);
      var caughtUp = CompletableFuture.runAsync(() -> reader.catchUp(state, SOON));

      // Then
      await().atMost(SOON).until(() -> reader.age(REVOCATIONS).toMillis() > 500);
      assertFalse(caughtUp.isDone(), "it has not read it");
      writer.commitTransaction();
      caughtUp.get(SOON.toSeconds(), TimeUnit.SECONDS);
      assertTrue(reader.snapshot().find(REVOCATION_ROWS, "jti:1").isPresent());
    }
  }

  @Test
  void does_not_wait_for_what_is_no_longer_there() throws Exception {
    try (TableReader reader = bench.reader(REVOCATION_ROWS)) {
      assertTrue(reader.awaitReady(SOON));
      Map<String, Long> beyond = Map.of(REVOCATIONS.in(bench.prefix()), 99L, "other.topic", 5L);
      CompletableFuture.runAsync(() -> reader.catchUp(beyond, Duration.ofDays(1)))
          .get(SOON.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void tells_of_each_record_how_long_after_its_writing_it_was_in_the_view() throws Exception {
    // Given: what was there before the start is nobody's delay
    bench.write(OPERATOR.entry(REVOCATIONS, "jti:0", 1, 0, "r"));
    try (TableReader reader = bench.reader(REVOCATION_ROWS)) {
      assertTrue(reader.awaitReady(SOON));

      // When: three, and one that its writer says was written a minute ago
      for (String jti : List.of("jti:1", "jti:2", "jti:3")) {
        bench.write(OPERATOR.entry(REVOCATIONS, jti, 1, 0, "r"));
      }
      Signed late = OPERATOR.entry(REVOCATIONS, "jti:4", 1, 0, "r");
      bench.writeRaw(REVOCATIONS, late.id(), Instant.now().minusSeconds(60), late.value());

      // Then
      await().atMost(SOON).until(() -> bench.seen(REVOCATIONS).count() == 4);
      assertTrue(bench.seen(REVOCATIONS).max(TimeUnit.SECONDS) >= 60, "the slowest of them");
      var buckets = bench.seen(REVOCATIONS).takeSnapshot().histogramCounts();
      assertEquals(
          List.of(0.05, 0.25, 0.5, 1.0),
          Arrays.stream(buckets).map(b -> b.bucket(TimeUnit.SECONDS)).toList());
      assertTrue(buckets[3].count() <= 3, "a minute is not within a second");
    }
  }
}
