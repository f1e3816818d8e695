/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.routes.table.BadRecord.Reason;

/** The entries of one signed table: those in force, and those whose bundle is not yet. */
final class SignedRows<V> {
  private final SignedTable<V> table;
  private final Sequences sequences;
  private final Map<String, Long> overtaken = new HashMap<>();
  private final TreeMap<Long, List<Staged<V>>> staged = new TreeMap<>();
  private final SignedTable.View<V> view;
  private PMap<String, V> rows = HashTreePMap.empty();

  /** An entry that was verified; a null value: it is deleted. */
  private record Staged<V>(String id, long sequence, V value) {}

  SignedRows(SignedTable<V> table) {
    this.table = table;
    this.view = table.view().get();
    this.sequences = view.sequences();
  }

  /** The entry in this record, if its signature is right; any number of threads may ask. */
  TableEntry verified(String key, String jws) throws BadRecord {
    try {
      return TableEntry.verify(jws, SignedTable.nameOf(table.topic()), key, table.anchors());
    } catch (Rejected e) {
      throw new BadRecord(Reason.FORGED, e.getMessage());
    }
  }

  /** Refuses an entry that is not newer than what was seen of its id. */
  void check(TableEntry entry) throws BadRecord {
    sequences.check(entry.id(), entry.sequence());
  }

  /** Takes an entry; it is in force at once where its bundle is, or where it came alone. */
  void take(TableEntry entry, long activeBundle) throws BadRecord {
    V value = valueOf(entry);
    sequences.saw(entry.id(), entry.sequence());
    var row = new Staged<>(entry.id(), entry.sequence(), value);
    if (entry.bundle() <= activeBundle) {
      show(row);
    } else {
      staged.computeIfAbsent(entry.bundle(), version -> new ArrayList<>()).add(row);
    }
  }

  /** Notes an entry that is no row, such as a manifest. */
  void note(TableEntry entry) {
    sequences.saw(entry.id(), entry.sequence());
  }

  private V valueOf(TableEntry entry) throws BadRecord {
    ObjectNode content = entry.content().orElse(null);
    if (content == null) {
      return null;
    }
    try {
      return table.mapping().value(entry, content);
    } catch (InvalidContent e) {
      throw BadRecord.of(e);
    }
  }

  /** Brings all entries of this bundle and of earlier ones in force. */
  void activate(long bundle) {
    while (!staged.isEmpty() && staged.firstKey() <= bundle) {
      staged.pollFirstEntry().getValue().forEach(this::show);
    }
    if (staged.isEmpty()) {
      overtaken.clear();
    }
  }

  /** Forgets what has come to nothing by now; while a bundle waits, its sequences are needed. */
  void forgetExpired(Instant now) {
    if (staged.isEmpty()) {
      view.forgetExpired(now);
    }
  }

  private void show(Staged<V> row) {
    if (overtaken.getOrDefault(row.id, Sequences.NEVER) >= row.sequence) {
      return; // a later entry came in force while this one waited
    }
    if (!staged.isEmpty()) {
      overtaken.put(row.id, row.sequence);
    }
    if (row.value != null) {
      view.add(row.value);
    }
    if (view.keepsRows()) {
      rows = row.value == null ? rows.minus(row.id) : rows.plus(row.id, row.value);
    }
  }

  /** The newest sequence seen of an id, in force or not; {@link Sequences#NEVER}: none. */
  long newest(String id) {
    return sequences.newest(id);
  }

  Object view() {
    return view.freeze();
  }

  void inherit(SignedRows<?> former) {
    view.inherit(former.view());
  }

  PMap<String, V> rows() {
    return rows;
  }

  Map<String, Long> allSequences() {
    return sequences.all();
  }
}
