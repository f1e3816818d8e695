/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.routes.config.ClusterConfig;
import org.sealspatial.routes.table.ClientContent;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.routes.table.SignedTable;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.SpatialAnchorRecord;
import org.sealspatial.schemas.v1.SpatialMapRecord;

/**
 * The operator's changes of the tables: signed, in one transaction, all or nothing, and seen by an
 * own reader before they are called done.
 */
public final class TableEdits {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final int MOST_IN_ONE = 5_000;

  private final ClusterConfig cluster;
  private final OperatorKeys keys;
  private final Clock clock;
  private final Wire wire = new Wire();

  /** Edits of this deployment's tables; does not connect yet. */
  public TableEdits(ClusterConfig cluster, OperatorKeys keys, Clock clock) {
    this.cluster = cluster;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * How an apply goes.
   *
   * @param prune clients and policies that no file names are removed
   * @param leaveTokens tokens that allow more than the new tables stay good until they expire
   * @param dryRun nothing is written
   */
  public record Options(boolean prune, boolean leaveTokens, boolean dryRun) {}

  /** Makes the tables as desired; throws {@link AdminFailure}. */
  public Outcome apply(Desired desired, Options options) throws InterruptedException {
    if (options.dryRun()) {
      try (CurrentTables current = read()) {
        return draft(current, edit(current, desired, options), options.leaveTokens()).outcome();
      }
    }
    admitRequestors(desired);
    return write(current -> edit(current, desired, options), options.leaveTokens());
  }

  /** Removes one client, policy, map or anchor; the outcome has no change where it is not there. */
  public Outcome remove(Topic topic, String id, boolean leaveTokens) throws InterruptedException {
    return write(current -> removal(current, topic, id), leaveTokens);
  }

  /** Revokes at once, outside of any bundle. */
  public Outcome revoke(By by, String value, Instant issuedBefore, Optional<String> reason)
      throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try {
        return revokeOnce(by, value, issuedBefore, reason);
      } catch (AdminFailure.Overtaken e) {
        if (attempt == 5) { // a revocation must not lose against an apply
          throw e;
        }
      }
    }
  }

  private Outcome revokeOnce(By by, String value, Instant issuedBefore, Optional<String> reason)
      throws InterruptedException {
    try (TableWriter writer = new TableWriter(cluster);
        CurrentTables current = CurrentTables.readRevocations(cluster, keys.anchors(), PATIENCE)) {
      Change change = ApplyPlan.revocation(current, by, value, issuedBefore, reason);
      var entry =
          new TableEntry(
              SignedTable.nameOf(Topic.REVOCATIONS),
              change.id(),
              current.nextRevocationSequence(change.id(), clock.instant()),
              0,
              clock.instant(),
              change.content());
      var draft = new Draft(List.of(change), List.of(), signer().rows(Topic.REVOCATIONS, entry), 0);
      return commit(writer, current, draft);
    }
  }

  private CurrentTables read() throws InterruptedException {
    return CurrentTables.read(cluster, keys.anchors(), PATIENCE);
  }

  private EntrySigner signer() {
    return new EntrySigner(keys.signing(), cluster.topicPrefix());
  }

  /** What is to be done: signed tables, and parts of maps and anchors. */
  private record Edit(
      ApplyPlan plan, List<SpatialMapRecord> maps, List<SpatialAnchorRecord> anchors) {}

  private static Edit edit(CurrentTables current, Desired desired, Options options) {
    var parts = new SpatialParts(current.mapParts(), current.anchors());
    return new Edit(
        ApplyPlan.of(current, desired, options.prune()),
        desired.maps().values().stream().flatMap(m -> parts.changesOf(m).stream()).toList(),
        desired.anchors().values().stream().flatMap(a -> parts.changeOf(a).stream()).toList());
  }

  private static Edit removal(CurrentTables current, Topic topic, String id) {
    var parts = new SpatialParts(current.mapParts(), current.anchors());
    var none = ApplyPlan.of(current, Desired.nothing(), false);
    return switch (topic) {
      case SPATIAL_MAPS -> new Edit(none, parts.removalOf(mapId(id)), List.of());
      case SPATIAL_ANCHORS -> new Edit(none, List.of(), parts.removalOf(id).stream().toList());
      default -> new Edit(ApplyPlan.removing(current, topic, id), List.of(), List.of());
    };
  }

  private static long mapId(String id) {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw new AdminFailure("a map id is a number", e);
    }
  }

  private Outcome write(Function<CurrentTables, Edit> edit, boolean leaveTokens)
      throws InterruptedException {
    try (TableWriter writer = new TableWriter(cluster);
        CurrentTables current = read()) {
      Draft draft = draft(current, edit.apply(current), leaveTokens);
      return draft.rows().isEmpty() ? draft.outcome() : commit(writer, current, draft);
    }
  }

  private Draft draft(CurrentTables current, Edit edit, boolean leaveTokens) {
    Instant now = clock.instant();
    List<Change> changes = edit.plan().changes();
    List<Change> revocations = leaveTokens ? List.of() : edit.plan().revocations(now);
    List<TableRow> rows = new ArrayList<>();
    edit.maps()
        .forEach(
            part ->
                rows.add(
                    new TableRow(Topic.SPATIAL_MAPS, SpatialParts.key(part), wire.encode(part))));
    edit.anchors()
        .forEach(
            part ->
                rows.add(
                    new TableRow(Topic.SPATIAL_ANCHORS, part.getAnchorId(), wire.encode(part))));
    int parts = rows.size();
    long version = 0;
    if (!changes.isEmpty()) {
      var bundle = new Bundle(current, signer(), now);
      changes.forEach(bundle::add);
      revocations.forEach(bundle::add);
      rows.addAll(bundle.rows());
      version = bundle.version();
    }
    return new Draft(changes, revocations, rows, version).with(parts);
  }

  private Outcome commit(TableWriter writer, CurrentTables current, Draft draft)
      throws InterruptedException {
    Map<Topic, Long> offsets = writeInParts(writer, draft.rows());
    long committed = System.nanoTime();
    offsets.remove(Topic.CHANGES);
    for (Map.Entry<Topic, Long> end : offsets.entrySet()) {
      seen(current.awaitOffset(end.getKey(), end.getValue(), PATIENCE));
    }
    seen(current.awaitVersion(draft.version(), PATIENCE));
    return draft.outcome().visible(offsets, Duration.ofNanos(System.nanoTime() - committed));
  }

  /** Parts of large maps go before, in transactions of their own; the bundle is always whole. */
  private static Map<Topic, Long> writeInParts(TableWriter writer, List<TableRow> rows)
      throws InterruptedException {
    int from = 0;
    Map<Topic, Long> offsets = new EnumMap<>(Topic.class);
    while (rows.size() - from > MOST_IN_ONE && isPart(rows.get(from + MOST_IN_ONE))) {
      offsets.putAll(writer.write(rows.subList(from, from + MOST_IN_ONE)));
      from += MOST_IN_ONE;
    }
    offsets.putAll(writer.write(rows.subList(from, rows.size())));
    return offsets;
  }

  private static boolean isPart(TableRow row) {
    return row.topic() == Topic.SPATIAL_MAPS || row.topic() == Topic.SPATIAL_ANCHORS;
  }

  private static void seen(boolean inTime) {
    if (!inTime) {
      throw new AdminFailure.BrokerAway("committed, but not seen by a reader in time", null);
    }
  }

  private void admitRequestors(Desired desired) throws InterruptedException {
    List<String> requestors =
        desired.clients().values().stream()
            .map(ClientContent::requestor)
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    if (requestors.isEmpty()) {
      return;
    }
    try (Topics topics = new Topics(cluster)) {
      for (String requestor : requestors) {
        topics.createReplies(requestor);
      }
    }
    new RequestorAccess(cluster).grant(requestors);
  }
}
