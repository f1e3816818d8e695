/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.routes.config.ClusterConfig;
import org.sealspatial.routes.table.ClientContent;
import org.sealspatial.routes.table.InvalidContent;
import org.sealspatial.routes.table.PartTable;
import org.sealspatial.routes.table.PolicyContent;
import org.sealspatial.routes.table.RevocationContent;
import org.sealspatial.routes.table.SignedTable;
import org.sealspatial.routes.table.Table;
import org.sealspatial.routes.table.TableReader;
import org.sealspatial.routes.table.TableReader.Source;
import org.sealspatial.routes.table.TableSnapshot;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.SpatialAnchorRecord;
import org.sealspatial.schemas.v1.SpatialMapRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables as the roles see them, for whoever is about to change them. */
final class CurrentTables implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentTables.class);

  private final Anchors keys;
  private final SignedTable<ObjectNode> clients;
  private final SignedTable<ObjectNode> policies;
  private final SignedTable<ObjectNode> revocations;
  private final Map<String, SpatialMapRecord> mapParts = new HashMap<>();
  private final Map<String, SpatialAnchorRecord> anchors = new HashMap<>();
  private final TableReader reader;
  private TableSnapshot tables; // set before anybody gets this object

  private CurrentTables(ClusterConfig cluster, Anchors keys, boolean revocationsOnly) {
    this.keys = keys;
    List<VerificationKey> both = new ArrayList<>(keys.operator());
    both.addAll(keys.sim());
    clients = raw(Topic.CLIENTS, keys.operator());
    policies = raw(Topic.POLICIES, keys.operator());
    revocations = raw(Topic.REVOCATIONS, both);
    var source = new Source(cluster.kafka().clientProperties(), cluster.topicPrefix(), "operator");
    List<Table> read =
        revocationsOnly
            ? List.of(revocations)
            : List.of(
                clients,
                policies,
                revocations,
                PartTable.spatialMaps(part -> mapParts.put(SpatialParts.key(part), part)),
                PartTable.spatialAnchors(part -> anchors.put(part.getAnchorId(), part)));
    reader = new TableReader(source, read, new SimpleMeterRegistry()).start();
  }

  /** Reads all that was written up to now; throws {@link AdminFailure.BrokerAway}. */
  static CurrentTables read(ClusterConfig cluster, Anchors keys, Duration patience)
      throws InterruptedException {
    return new CurrentTables(cluster, keys, false).awaited(patience);
  }

  /** As {@link #read}, but the revocations alone: nothing else delays a revocation. */
  static CurrentTables readRevocations(ClusterConfig cluster, Anchors keys, Duration patience)
      throws InterruptedException {
    return new CurrentTables(cluster, keys, true).awaited(patience);
  }

  private CurrentTables awaited(Duration patience) throws InterruptedException {
    if (!reader.awaitReady(patience)) {
      reader.close();
      throw new AdminFailure.BrokerAway("the tables could not be read in time", null);
    }
    tables = reader.snapshot();
    if (tables.policyVersion().orElse(0) < nextVersion() - 1) {
      LOG.warn(
          "bundle {} is not in force: an entry it lists is missing from the log; apply all files"
              + " again",
          nextVersion() - 1);
    }
    return this;
  }

  private static SignedTable<ObjectNode> raw(Topic topic, List<VerificationKey> anchors) {
    return new SignedTable<>(topic, anchors, (entry, content) -> content);
  }

  /** Contents in force, by id. */
  Map<String, ObjectNode> rows(Topic topic) {
    return switch (topic) {
      case CLIENTS -> tables.rows(clients);
      case POLICIES -> tables.rows(policies);
      case REVOCATIONS -> tables.rows(revocations);
      default -> throw new IllegalArgumentException("not a signed table of the operator: " + topic);
    };
  }

  Optional<ClientContent> client(String id) {
    return Optional.ofNullable(rows(Topic.CLIENTS).get(id))
        .map(content -> parsed(() -> ClientContent.parse(content, keys.crypto())));
  }

  Optional<PolicyContent> policy(String id) {
    return Optional.ofNullable(rows(Topic.POLICIES).get(id))
        .map(content -> parsed(() -> PolicyContent.parse(content)));
  }

  Optional<RevocationContent> revocation(String id) {
    return Optional.ofNullable(rows(Topic.REVOCATIONS).get(id))
        .map(content -> parsed(() -> RevocationContent.parse(content)));
  }

  private interface Parse<V> {
    V parse() throws InvalidContent;
  }

  private static <V> V parsed(Parse<V> parse) {
    try {
      return parse.parse();
    } catch (InvalidContent e) {
      throw new AdminFailure("a table holds an entry of another version: " + e.getMessage(), e);
    }
  }

  long nextSequence(Topic topic, String id) {
    return tables.nextSequence(topic, id);
  }

  /** Revocations have several writers, so their sequences are times, which do not meet. */
  long nextRevocationSequence(String id, Instant now) {
    return Math.max(nextSequence(Topic.REVOCATIONS, id), now.toEpochMilli());
  }

  long nextVersion() {
    return nextSequence(Topic.POLICIES, PolicyContent.MANIFEST_ID);
  }

  Map<String, Long> sequences(Topic topic) {
    return tables.sequences(topic);
  }

  /** Parts of maps, deleted ones included, by key. */
  Map<String, SpatialMapRecord> mapParts() {
    return Map.copyOf(mapParts);
  }

  /** Anchors, deleted ones included, by id. */
  Map<String, SpatialAnchorRecord> anchors() {
    return Map.copyOf(anchors);
  }

  boolean awaitVersion(long version, Duration patience) throws InterruptedException {
    return reader.await(now -> now.policyVersion().orElse(0) >= version, patience);
  }

  boolean awaitOffset(Topic topic, long offset, Duration patience) throws InterruptedException {
    return reader.awaitOffset(topic, offset, patience);
  }

  @Override
  public void close() {
    reader.close();
  }
}
