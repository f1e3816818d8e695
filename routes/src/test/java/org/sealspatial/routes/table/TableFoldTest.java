/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.schemas.Topic.CLIENTS;
import static org.sealspatial.schemas.Topic.POLICIES;
import static org.sealspatial.schemas.Topic.REVOCATIONS;
import static org.sealspatial.schemas.Topic.SPATIAL_MAPS;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.sealspatial.routes.table.BadRecord.Reason;
import org.sealspatial.routes.table.Operator.Signed;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.MapObject;
import org.sealspatial.schemas.v1.SpatialMapRecord;

class TableFoldTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Operator OPERATOR = new Operator();
  private static final Operator STRANGER = new Operator();
  private static final SignedTable<String> CLIENT_ROWS = OPERATOR.texts(CLIENTS);
  private static final SignedTable<String> POLICY_ROWS = OPERATOR.texts(POLICIES);
  private static final SignedTable<String> REVOCATION_ROWS = OPERATOR.texts(REVOCATIONS);

  private final List<SpatialMapRecord> parts = new ArrayList<>();
  private final TableFold fold = newFold();

  private TableFold newFold() {
    return new TableFold(
        List.of(CLIENT_ROWS, POLICY_ROWS, REVOCATION_ROWS, PartTable.spatialMaps(parts::add)),
        Clock.fixed(NOON, ZoneOffset.UTC));
  }

  private static void take(TableFold fold, Signed... records) throws BadRecord {
    for (Signed record : records) {
      fold.take(record.topic(), record.key(), record.value());
      fold.activate();
    }
  }

  private Reason refused(Topic topic, String key, byte[] value) {
    byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    return assertThrows(BadRecord.class, () -> fold.take(topic, bytes, value)).reason();
  }

  private Reason refused(Signed record) {
    return refused(record.topic(), record.id(), record.value());
  }

  private Map<String, String> clients() {
    return fold.snapshot(Map.of()).rows(CLIENT_ROWS);
  }

  @Test
  void takes_an_entry_that_came_alone_at_once() throws BadRecord {
    take(fold, OPERATOR.entry(CLIENTS, "arcade", 1, 0, "a"));
    assertEquals(Map.of("arcade", "a"), clients());
  }

  @Test
  void ignores_what_no_anchor_signed() {
    assertEquals(Reason.FORGED, refused(STRANGER.entry(CLIENTS, "arcade", 1, 0, "a")));
    assertEquals(Map.of(), clients());
  }

  @Test
  void ignores_an_entry_signed_for_another_table_or_id() {
    Signed client = OPERATOR.entry(CLIENTS, "arcade", 1, 0, "a");
    assertEquals(Reason.FORGED, refused(POLICIES, "arcade", client.value()));
    assertEquals(Reason.FORGED, refused(CLIENTS, "other", client.value()));
  }

  @Test
  void ignores_replayed_and_rolled_back_sequences_also_after_deletion() throws BadRecord {
    // Given
    Signed first = OPERATOR.entry(CLIENTS, "arcade", 1, 0, "a");
    Signed second = OPERATOR.entry(CLIENTS, "arcade", 2, 0, "b");
    Signed deleted = OPERATOR.deletion(CLIENTS, "arcade", 3, 0);
    take(fold, first, second);

    // When, then
    assertEquals(Reason.REPLAYED, refused(second));
    assertEquals(Reason.ROLLED_BACK, refused(first));
    assertEquals(Map.of("arcade", "b"), clients());
    take(fold, deleted);
    assertEquals(Reason.ROLLED_BACK, refused(second));
    assertEquals(Map.of(), clients());
    assertEquals(3, fold.snapshot(Map.of()).sequences(CLIENTS).get("arcade"));
  }

  @Test
  void ignores_a_tombstone() throws BadRecord {
    take(fold, OPERATOR.entry(CLIENTS, "arcade", 1, 0, "a"));
    assertEquals(Reason.TOMBSTONE, refused(CLIENTS, "arcade", null));
    assertEquals(Map.of("arcade", "a"), clients());
  }

  @Test
  void skips_what_it_can_not_read() {
    assertEquals(Reason.UNREADABLE, refused(CLIENTS, "arcade", new byte[] {1, 2, 3}));
    assertEquals(Reason.KEY, refused(CLIENTS, null, new byte[] {1}));
    byte[] noUtf8 = {(byte) 0xC3, 0x28};
    assertEquals(
        Reason.KEY,
        assertThrows(BadRecord.class, () -> fold.take(CLIENTS, noUtf8, new byte[] {1})).reason());
  }

  @Test
  void skips_a_content_the_mapping_refuses_and_what_the_mapping_breaks_on() {
    var strict =
        new SignedTable<String>(
            CLIENTS,
            List.of(OPERATOR.anchor()),
            (entry, content) -> {
              if (content.path("text").asText().equals("boom")) {
                throw new IllegalStateException("boom");
              }
              throw new InvalidContent(List.of(new Problem("/text", "is wrong")));
            });
    var other = new TableFold(List.of(strict), Clock.systemUTC());
    Signed refused = OPERATOR.entry(CLIENTS, "a", 1, 0, "x");
    Signed breaks = OPERATOR.entry(CLIENTS, "a", 1, 0, "boom");
    assertEquals(
        Reason.CONTENT,
        assertThrows(BadRecord.class, () -> other.take(CLIENTS, refused.key(), refused.value()))
            .reason());
    assertEquals(
        Reason.UNEXPECTED,
        assertThrows(BadRecord.class, () -> other.take(CLIENTS, breaks.key(), breaks.value()))
            .reason());
  }

  @Test
  void shows_a_bundle_only_when_it_is_whole() throws BadRecord {
    // Given
    take(fold, OPERATOR.entry(CLIENTS, "arcade", 1, 0, "old"));

    // When the manifest comes before the last entry, as it may from another topic
    take(fold, OPERATOR.entry(POLICIES, "p", 1, 1, "policy"));
    take(fold, OPERATOR.manifest(1, CLIENTS, "arcade", 2, POLICIES, "p", 1));

    // Then
    assertEquals(Map.of("arcade", "old"), clients());
    assertEquals(Map.of(), fold.snapshot(Map.of()).rows(POLICY_ROWS));
    assertEquals(OptionalLong.empty(), fold.snapshot(Map.of()).policyVersion());
    assertEquals(1, fold.waitingBundles());

    // When
    take(fold, OPERATOR.entry(CLIENTS, "arcade", 2, 1, "new"));

    // Then
    TableSnapshot tables = fold.snapshot(Map.of());
    assertEquals(Map.of("arcade", "new"), tables.rows(CLIENT_ROWS));
    assertEquals(Optional.of("policy"), tables.find(POLICY_ROWS, "p"));
    assertEquals(OptionalLong.of(1), tables.policyVersion());
  }

  @Test
  void reads_a_compacted_log_to_the_same_state() throws BadRecord {
    // Given three bundles of which compaction left the last of each id
    take(
        fold,
        OPERATOR.entry(
            CLIENTS, "gone", 2, 2, (com.fasterxml.jackson.databind.node.ObjectNode) null),
        OPERATOR.entry(CLIENTS, "early", 1, 1, "early"),
        OPERATOR.entry(POLICIES, "p", 4, 3, "p4"),
        OPERATOR.manifest(3, CLIENTS, "gone", 1, CLIENTS, "early", 1, POLICIES, "p", 3));

    // Then
    TableSnapshot tables = fold.snapshot(Map.of());
    assertEquals(Map.of("early", "early"), tables.rows(CLIENT_ROWS));
    assertEquals(Map.of("p", "p4"), tables.rows(POLICY_ROWS));
    assertEquals(OptionalLong.of(3), tables.policyVersion());
  }

  @Test
  void keeps_each_bundle_apart_when_two_wait() throws BadRecord {
    take(
        fold,
        OPERATOR.entry(CLIENTS, "arcade", 1, 1, "one"),
        OPERATOR.entry(CLIENTS, "arcade", 2, 2, "two"),
        OPERATOR.manifest(1, CLIENTS, "arcade", 1));
    assertEquals(Map.of("arcade", "one"), clients());
    take(fold, OPERATOR.manifest(2, CLIENTS, "arcade", 2));
    assertEquals(Map.of("arcade", "two"), clients());
  }

  @Test
  void an_entry_that_came_alone_is_not_undone_by_an_earlier_bundle() throws BadRecord {
    take(
        fold,
        OPERATOR.entry(CLIENTS, "arcade", 1, 1, "bundled"),
        OPERATOR.entry(CLIENTS, "arcade", 2, 0, "emergency"),
        OPERATOR.manifest(1, CLIENTS, "arcade", 1));
    assertEquals(Map.of("arcade", "emergency"), clients());
  }

  @Test
  void does_not_wait_for_a_listed_entry_past_its_time() throws BadRecord {
    var listed =
        new BundleManifest.Listed(
            "revocations.v1", "client:a", 1, Optional.of(NOON.minusSeconds(1)));
    var manifest = new BundleManifest(1, List.of(listed));
    take(fold, OPERATOR.entry(POLICIES, "bundle", 1, 1, manifest.toJson()));
    assertEquals(OptionalLong.of(1), fold.snapshot(Map.of()).policyVersion());
  }

  @Test
  void refuses_a_manifest_whose_version_is_not_its_sequence() {
    var manifest = new BundleManifest(2, List.of());
    assertEquals(
        Reason.CONTENT, refused(OPERATOR.entry(POLICIES, "bundle", 1, 1, manifest.toJson())));
  }

  @Test
  void a_role_without_policies_takes_bundled_revocations_at_once() throws BadRecord {
    var revocationsOnly = new TableFold(List.of(REVOCATION_ROWS), Clock.systemUTC());
    take(revocationsOnly, OPERATOR.entry(REVOCATIONS, "jti:1", 1, 7, "r"));
    assertEquals(Map.of("jti:1", "r"), revocationsOnly.snapshot(Map.of()).rows(REVOCATION_ROWS));
  }

  @Test
  void hands_parts_of_maps_on_by_key_and_sequence() throws BadRecord {
    // Given
    var object = new MapObject("o1", "shops", "shop", 8.5, 47.3, null, null);
    var part = new SpatialMapRecord(7L, 1L, false, null, object);
    byte[] value = new Wire().encode(part);

    // When
    fold.take(SPATIAL_MAPS, "7/o1".getBytes(StandardCharsets.UTF_8), value);

    // Then
    assertEquals(List.of(part), parts);
    assertEquals(Reason.REPLAYED, refused(SPATIAL_MAPS, "7/o1", value));
    assertEquals(Reason.CONTENT, refused(SPATIAL_MAPS, "7/o2", value));
    assertEquals(Reason.TOMBSTONE, refused(SPATIAL_MAPS, "7/o1", null));
    assertEquals(1, parts.size());
  }

  @Test
  void earlier_snapshots_do_not_change() throws BadRecord {
    take(fold, OPERATOR.entry(CLIENTS, "arcade", 1, 0, "a"));
    TableSnapshot before = fold.snapshot(Map.of());
    take(fold, OPERATOR.deletion(CLIENTS, "arcade", 2, 0));
    assertTrue(before.find(CLIENT_ROWS, "arcade").isPresent());
    assertTrue(clients().isEmpty());
  }
}
