/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.schemas.Topic.CLIENTS;
import static org.sealspatial.schemas.Topic.KEYS;
import static org.sealspatial.schemas.Topic.REVOCATIONS;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.routes.table.RevokedTokens.TokenIdentity;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;

/** Tables that are read anew under other trust anchors, beside a reader that serves. */
@WithKafka
class RenewalIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Operator OLD = new Operator();
  private static final Operator NEW = new Operator();
  private static final SignedTable<String> KEY_ROWS = OLD.texts(KEYS);

  private TableBench bench;

  @BeforeEach
  void open(KafkaUnderTest kafka) throws Exception {
    bench = new TableBench(kafka.bootstrap()).withTopics(CLIENTS, KEYS, REVOCATIONS);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void what_the_new_anchor_signed_is_believed_and_what_the_old_one_signed_no_more()
      throws Exception {
    bench.write(OLD.entry(KEYS, "old", 1, 0, "o"), NEW.entry(KEYS, "new", 1, 0, "n"));
    try (TableReader reader = bench.reader(KEY_ROWS)) {
      assertTrue(reader.awaitReady(SOON));
      assertEquals(Map.of("old", "o"), reader.snapshot().rows(KEY_ROWS));

      // When
      Renewal renewal = reader.renew(List.of(NEW.texts(KEYS)));
      assertTrue(renewal.awaitRead(SOON));
      assertEquals(Map.of("old", "o"), reader.snapshot().rows(KEY_ROWS), "not adopted yet");
      assertTrue(renewal.adopt(SOON));

      // Then
      assertEquals(Map.of("new", "n"), reader.snapshot().rows(KEY_ROWS));
      assertEquals(2L, reader.snapshot().offsets().get(KEYS.in(bench.prefix())));
      bench.write(OLD.entry(KEYS, "old", 2, 0, "o2"));
      long last = bench.write(NEW.entry(KEYS, "new", 2, 0, "n2"));
      assertTrue(reader.awaitOffset(KEYS, last, SOON), "it follows as before");
      assertEquals(Map.of("new", "n2"), reader.snapshot().rows(KEY_ROWS));
    }
  }

  @Test
  void what_was_revoked_stays_revoked_whoever_is_trusted_now() throws Exception {
    SignedTable<RevocationContent> before = SignedTable.revocations(List.of(OLD.anchor()));
    SignedTable<RevocationContent> after = SignedTable.revocations(List.of(NEW.anchor()));
    Instant now = Instant.parse("2026-11-24T12:00:00Z");
    var token = new TokenIdentity("jti-1", "arcade", "ue-1", "SS_SmManagement", "kid-1");
    var revocation = RevocationContent.of(By.CLIENT, "arcade", now, Optional.empty());
    bench.write(OLD.entry(REVOCATIONS, revocation.id(), 1, 0, revocation.toJson()));
    try (TableReader reader = bench.reader(before)) {
      assertTrue(reader.awaitReady(SOON));

      Renewal renewal = reader.renew(List.of(after));
      assertTrue(renewal.awaitRead(SOON));
      assertTrue(renewal.adopt(SOON));

      assertTrue(reader.snapshot().revoked().contain(token, now));
      assertFalse(reader.snapshot().revoked().contain(token, now.plusSeconds(1)));
    }
  }

  @Test
  void where_the_tables_can_not_be_read_anew_in_time_no_key_is_believed_until_they_are()
      throws Exception {
    SignedTable<String> clients = OLD.texts(CLIENTS);
    bench.write(OLD.entry(KEYS, "old", 1, 0, "o"), OLD.entry(CLIENTS, "arcade", 1, 0, "a"));
    var writer = bench.transactional();
    try (writer;
        TableReader reader = bench.reader(KEY_ROWS, clients)) {
      assertTrue(reader.awaitReady(SOON));
      // Given: an open transaction, behind which nobody reads to the end
      writer.beginTransaction();
      writer.send(bench.record(OLD.entry(KEYS, "next", 1, 0, "x"))).get();

      // When
      Renewal renewal = reader.renew(List.of(OLD.texts(KEYS), clients));
      assertFalse(renewal.adopt(Duration.ofMillis(200)));

      // Then
      assertFalse(reader.ready());
      assertEquals(Map.of(), reader.snapshot().rows(KEY_ROWS));
      assertEquals(Map.of("arcade", "a"), reader.snapshot().rows(clients), "to be answered");

      writer.commitTransaction();
      assertTrue(reader.await(tables -> tables.rows(KEY_ROWS).size() == 2, SOON));
      assertTrue(reader.ready());
    }
  }
}
