/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.sealspatial.schemas.Topic;

/**
 * All tables of a role at one moment. Immutable: a batch decides on one of it. The rows of a table
 * are the same object until the table changes, so what is derived from them can be kept by
 * identity.
 */
public final class TableSnapshot {
  private final Rows rows;
  private final KnownSequences sequences;
  private final long policyVersion;
  private final Map<String, Long> offsets;

  /**
   * What the tables hold.
   *
   * @param signed entries of the signed tables by id
   * @param views what the tables' views looked like
   */
  record Rows(Map<Topic, Map<String, ?>> signed, Map<Topic, Object> views) {}

  TableSnapshot(
      Rows rows, KnownSequences sequences, long policyVersion, Map<String, Long> offsets) {
    this.rows = rows;
    this.sequences = sequences;
    this.policyVersion = policyVersion;
    this.offsets = Map.copyOf(offsets);
  }

  /** The entries in force, by id. */
  @SuppressWarnings("unchecked") // the fold put in what this table's mapping made
  public <V> Map<String, V> rows(SignedTable<V> table) {
    return (Map<String, V>) rows.signed().getOrDefault(table.topic(), Map.of());
  }

  /** The entry with this id, if it is in force. */
  public <V> Optional<V> find(SignedTable<V> table, String id) {
    return Optional.ofNullable(rows(table).get(id));
  }

  /** What the view of a table looked like at this moment; empty before the first read. */
  public <V> Optional<V> view(Topic topic, Class<V> type) {
    return Optional.ofNullable(rows.views().get(topic)).map(type::cast);
  }

  /** The same without any entry of this signed table. */
  TableSnapshot without(Topic topic) {
    Map<Topic, Map<String, ?>> others = new HashMap<>(rows.signed());
    others.remove(topic);
    return new TableSnapshot(new Rows(others, rows.views()), sequences, policyVersion, offsets);
  }

  /** The tokens that were revoked; none where the table is not read. */
  public RevokedTokens revoked() {
    return view(Topic.REVOCATIONS, RevokedTokens.class).orElse(RevokedTokens.NONE);
  }

  /** Version of the bundle in force; empty before the first. */
  public OptionalLong policyVersion() {
    return policyVersion == 0 ? OptionalLong.empty() : OptionalLong.of(policyVersion);
  }

  /** Topic, by its full name, to the offset read next: what an audit record calls state. */
  public Map<String, Long> offsets() {
    return offsets;
  }

  /** The newest sequence of each id that was ever seen, deleted and not yet in force included. */
  public Map<String, Long> sequences(Topic topic) {
    return sequences.seen(topic);
  }

  /** The sequence the next version of an entry must have: every reader takes it. */
  public long nextSequence(Topic topic, String id) {
    return sequences.next(topic, id);
  }
}
