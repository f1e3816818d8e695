/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.routes.admin.OperatorBench.client;
import static org.sealspatial.routes.admin.OperatorBench.jwk;
import static org.sealspatial.routes.admin.OperatorBench.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.routes.admin.TableEdits.Options;
import org.sealspatial.routes.table.BundleManifest;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.Topic;

@WithKafka
class TableEditsIT {
  private static final String JWK = jwk();

  @TempDir private Path folder;
  private OperatorBench bench;

  @BeforeEach
  void open(KafkaUnderTest kafka) throws Exception {
    bench = new OperatorBench(kafka.bootstrap(), folder);
  }

  private Map<String, ObjectNode> rows(Topic topic) throws Exception {
    try (CurrentTables tables = bench.tables()) {
      return tables.rows(topic);
    }
  }

  @Test
  void applies_files_as_one_bundle_and_the_same_files_as_nothing() throws Exception {
    // When
    Outcome first = bench.apply(client("arcade", JWK, "ue-*"), policy("p", "arcade", "get, list"));

    // Then
    assertEquals(1, first.version());
    assertEquals(
        List.of("added client arcade", "added policy p"),
        first.changes().stream().map(Change::toString).toList());
    assertEquals(Set.of("arcade"), rows(Topic.CLIENTS).keySet());
    assertEquals(Set.of("p"), rows(Topic.POLICIES).keySet());
    assertEquals(3, bench.count(Topic.CHANGES));

    // When, then
    Outcome again = bench.apply(client("arcade", JWK, "ue-*"), policy("p", "arcade", "get, list"));
    assertTrue(again.isEmpty());
    assertEquals(3, bench.count(Topic.CHANGES));
  }

  @Test
  void a_dry_run_says_the_same_and_writes_nothing() throws Exception {
    Outcome dry =
        bench
            .edits()
            .apply(bench.desired(client("arcade", JWK, "ue-*")), new Options(false, false, true));
    assertEquals("added client arcade", dry.changes().get(0).toString());
    assertEquals(0, bench.count(Topic.CLIENTS));
  }

  @Test
  void makes_the_reply_topic_of_a_requestor(KafkaUnderTest kafka) throws Exception {
    bench.apply(client("arcade", JWK, "ue-*") + "requestor: arcade-bus\n");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      String replies = Topic.replies(bench.cluster.topicPrefix(), "arcade-bus");
      assertTrue(admin.listTopics().names().get().contains(replies));
    }
  }

  @Test
  void revokes_what_a_narrowed_policy_no_longer_allows() throws Exception {
    // Given
    bench.apply(client("arcade", JWK, "ue-*"), policy("p", "arcade", "get, list"));

    // When
    Outcome wider = bench.apply(policy("p", "arcade", "get, list, discover"));
    Outcome narrower = bench.apply(policy("p", "arcade", "get"));

    // Then
    assertEquals(List.of(), wider.revocations());
    assertEquals("client:arcade", narrower.revocations().get(0).id());
    ObjectNode revocation = rows(Topic.REVOCATIONS).get("client:arcade");
    assertEquals("client", revocation.get("by").asText());
    assertTrue(
        Instant.parse(revocation.get("issuedBefore").asText())
            .isAfter(Instant.now().minusSeconds(60)));
  }

  @Test
  void leaves_tokens_where_it_is_told_to() throws Exception {
    bench.apply(client("arcade", JWK, "ue-*"));
    Outcome removed = bench.edits().remove(Topic.CLIENTS, "arcade", true);
    assertEquals("removed client arcade", removed.changes().get(0).toString());
    assertEquals(0, bench.count(Topic.REVOCATIONS));
    assertEquals(Map.of(), rows(Topic.CLIENTS));
  }

  @Test
  void prunes_what_no_file_names_and_revokes_its_tokens() throws Exception {
    bench.apply(client("arcade", JWK, "ue-*"), client("museum", jwk(), "ue-*"));
    Outcome pruned =
        bench
            .edits()
            .apply(bench.desired(client("arcade", JWK, "ue-*")), new Options(true, false, false));
    assertEquals("removed client museum", pruned.changes().get(0).toString());
    assertEquals("client:museum", pruned.revocations().get(0).id());
    assertEquals(Set.of("arcade"), rows(Topic.CLIENTS).keySet());
  }

  @Test
  void an_id_comes_back_with_a_higher_sequence() throws Exception {
    bench.apply(client("arcade", JWK, "ue-*"));
    bench.edits().remove(Topic.CLIENTS, "arcade", true);
    bench.apply(client("arcade", JWK, "ue-*"));
    try (CurrentTables tables = bench.tables()) {
      assertEquals(3, tables.sequences(Topic.CLIENTS).get("arcade"));
      assertEquals(Set.of("arcade"), tables.rows(Topic.CLIENTS).keySet());
    }
  }

  @Test
  void nothing_is_half_applied_when_the_writer_dies_midway() throws Exception {
    // Given a bundle of which the transaction ends before the manifest
    bench.apply(client("arcade", JWK, "ue-1"));
    try (TableWriter dying = new TableWriter(bench.cluster);
        CurrentTables current = bench.tables()) {
      var bundle =
          new Bundle(
              current, new EntrySigner(bench.signing, bench.cluster.topicPrefix()), Instant.now());
      var content = StrictJson.object().put("id", "arcade").put("half", true);
      bundle.add(Change.put(Topic.CLIENTS, "arcade", true, content));
      List<TableRow> rows = bundle.rows();
      dying.send(rows.subList(0, rows.size() - 1));
    }

    // Then
    assertEquals("ue-1", rows(Topic.CLIENTS).get("arcade").at("/valUes/0").asText());

    // When, then
    assertEquals(2, bench.apply(client("arcade", JWK, "ue-2")).version());
    assertEquals("ue-2", rows(Topic.CLIENTS).get("arcade").at("/valUes/0").asText());
  }

  @Test
  void a_later_writer_shuts_an_earlier_one_out() throws Exception {
    try (TableWriter early = new TableWriter(bench.cluster);
        CurrentTables stale = bench.tables()) {
      // When another operator applies in between
      bench.apply(client("arcade", JWK, "ue-1"));

      // Then
      var entry = new TableEntry("clients.v1", "arcade", 1, 0, Instant.now(), Optional.empty());
      var rows =
          new EntrySigner(bench.signing, bench.cluster.topicPrefix()).rows(Topic.CLIENTS, entry);
      assertThrows(AdminFailure.Overtaken.class, () -> early.write(rows));
      assertEquals(Map.of(), stale.rows(Topic.CLIENTS));
      assertEquals(1, bench.count(Topic.CLIENTS));
    }
  }

  @Test
  void revokes_at_once_and_never_weakens_an_earlier_revocation() throws Exception {
    // When
    Instant later = Instant.parse("2026-11-24T12:00:00Z");
    Outcome first = bench.edits().revoke(By.CLIENT, "arcade", later, Optional.of("lost device"));
    bench.edits().revoke(By.CLIENT, "arcade", later.minusSeconds(60), Optional.empty());

    // Then
    assertEquals(0, first.version());
    assertTrue(first.visibleAfter().compareTo(Duration.ofSeconds(5)) < 0);
    ObjectNode revocation = rows(Topic.REVOCATIONS).get("client:arcade");
    assertEquals(later.toString(), revocation.get("issuedBefore").asText());
    assertEquals("lost device", revocation.get("reason").asText());
  }

  @Test
  void writes_maps_and_anchors_part_by_part_and_only_what_differs() throws Exception {
    String map =
        """
        kind: SpatialMap
        id: 7
        valService: arcade
        coverage: {polygon: [[8.5, 47.3], [8.6, 47.3], [8.6, 47.4]]}
        layers: [{id: shops}]
        objects:
          - {id: o1, layer: shops, type: shop, position: [8.55, 47.31]}
          - {id: o2, layer: shops, type: shop, position: [8.56, 47.32, 400]}
        """;
    String anchor =
        """
        kind: SpatialAnchor
        id: a1
        position: [8.55, 47.31, 402.5]
        map: 7
        valService: arcade
        endpoint: https://arcade.example/anchors/a1
        """;
    assertEquals(4, bench.apply(map, anchor).parts());
    assertEquals(0, bench.apply(map, anchor).parts());
    assertEquals(1, bench.apply(map.replaceAll(".*o2.*\n", "")).parts());
    assertEquals(2, bench.edits().remove(Topic.SPATIAL_MAPS, "7", false).parts());
    assertEquals(1, bench.edits().remove(Topic.SPATIAL_ANCHORS, "a1", false).parts());
    assertTrue(bench.edits().remove(Topic.SPATIAL_ANCHORS, "a1", false).isEmpty());
    assertEquals(3, bench.apply(map.replaceAll(".*o2.*\n", ""), anchor).parts());
  }

  @Test
  void applying_again_heals_a_log_that_lost_an_entry() throws Exception {
    // Given a manifest that lists an entry nobody can read any more
    bench.apply(client("arcade", JWK, "ue-1"));
    try (TableWriter writer = new TableWriter(bench.cluster)) {
      var lost =
          new BundleManifest(
              2, List.of(new BundleManifest.Listed("clients.v1", "lost", 4, Optional.empty())));
      var entry =
          new TableEntry("policies.v1", "bundle", 2, 2, Instant.now(), Optional.of(lost.toJson()));
      writer.write(
          new EntrySigner(bench.signing, bench.cluster.topicPrefix()).rows(Topic.POLICIES, entry));
    }

    // When
    Outcome healed = bench.apply(client("arcade", JWK, "ue-1"), client("lost", JWK, "ue-2"));

    // Then
    assertEquals(3, healed.version());
    try (CurrentTables tables = bench.tables()) {
      assertEquals(Set.of("arcade", "lost"), tables.rows(Topic.CLIENTS).keySet());
      assertEquals(5, tables.sequences(Topic.CLIENTS).get("lost"));
    }
  }
}
