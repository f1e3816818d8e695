/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.routes.table.BadRecord.Reason;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.TableRecord;

/**
 * All tables of a role folded from their records. One thread only, but for {@link #open}. Knows
 * nothing of Kafka.
 */
final class TableFold {
  private final Wire wire = new Wire();
  private final Clock clock;
  private final Map<Topic, SignedRows<?>> signed = new EnumMap<>(Topic.class);
  private final Map<Topic, PartTable<?>> parts = new EnumMap<>(Topic.class);
  private final Map<Topic, Sequences> partSequences = new EnumMap<>(Topic.class);
  private final Map<String, Topic> topicOfName = new HashMap<>();
  private Bundles bundles = new Bundles();
  private final boolean gated;

  TableFold(List<Table> tables, Clock clock) {
    this.clock = clock;
    for (Table table : tables) {
      if (table instanceof SignedTable<?> rows) {
        signed.put(rows.topic(), new SignedRows<>(rows));
        topicOfName.put(SignedTable.nameOf(rows.topic()), rows.topic());
      } else if (table instanceof PartTable<?> part) {
        parts.put(part.topic(), part);
        partSequences.put(part.topic(), new ListedSequences());
      }
    }
    gated = signed.containsKey(Topic.POLICIES);
  }

  /** Takes a record in, or says why not. */
  void take(Topic topic, byte[] key, byte[] value) throws BadRecord {
    take(open(topic, key, value));
  }

  /** What a record holds; any number of threads may ask. */
  Opened open(Topic topic, byte[] key, byte[] value) {
    try {
      String id = id(key);
      if (value == null) {
        throw new BadRecord(Reason.TOMBSTONE, "a deletion that nobody signed");
      }
      SignedRows<?> rows = signed.get(topic);
      return rows == null
          ? new Opened.Part(topic, id, wire.decode(value, parts.get(topic).type()))
          : new Opened.Entry(
              topic, rows.verified(id, wire.decode(value, TableRecord.class).getJws()));
    } catch (BadRecord e) {
      return new Opened.Bad(e);
    } catch (UnreadableRecord e) {
      return new Opened.Bad(new BadRecord(Reason.UNREADABLE, e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      return new Opened.Bad(unexpected(e));
    }
  }

  /** Takes in what a record holds, or says why not. */
  void take(Opened opened) throws BadRecord {
    try {
      if (opened instanceof Opened.Entry signedEntry) {
        takeSigned(signedEntry.table(), signedEntry.entry());
      } else if (opened instanceof Opened.Part part) {
        takePart(parts.get(part.table()), part);
      } else if (opened instanceof Opened.Bad bad) {
        throw bad.why();
      }
    } catch (RuntimeException | StackOverflowError e) {
      throw unexpected(e);
    }
  }

  /** Whatever it is, only this record is bad. */
  private static BadRecord unexpected(Throwable failure) {
    return new BadRecord(Reason.UNEXPECTED, failure.getClass().getSimpleName());
  }

  private static String id(byte[] key) throws BadRecord {
    if (key == null) {
      throw new BadRecord(Reason.KEY, "no key");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      throw new BadRecord(Reason.KEY, "the key is not UTF-8");
    }
  }

  /** Whether any version of this entry was ever taken. */
  boolean hasSeen(Topic topic, byte[] key) {
    try {
      return newest(SignedTable.nameOf(topic), id(key)) >= 0;
    } catch (BadRecord e) {
      return false;
    }
  }

  private void takeSigned(Topic topic, TableEntry entry) throws BadRecord {
    SignedRows<?> rows = signed.get(topic);
    rows.check(entry);
    if (topic == Topic.POLICIES && entry.id().equals(PolicyContent.MANIFEST_ID)) {
      bundles.add(manifest(entry));
      rows.note(entry);
    } else {
      // without the policies there is no manifest to wait for: what narrows must not wait
      rows.take(entry, gated ? bundles.active() : Long.MAX_VALUE);
    }
  }

  private static BundleManifest manifest(TableEntry entry) throws BadRecord {
    try {
      BundleManifest manifest =
          BundleManifest.parse(
              entry
                  .content()
                  .orElseThrow(() -> new BadRecord(Reason.CONTENT, "a deleted manifest")));
      if (manifest.version() != entry.bundle() || manifest.version() != entry.sequence()) {
        throw new BadRecord(Reason.CONTENT, "version, sequence and bundle differ");
      }
      return manifest;
    } catch (InvalidContent e) {
      throw BadRecord.of(e);
    }
  }

  private <R extends SpecificRecord> void takePart(PartTable<R> table, Opened.Part opened)
      throws BadRecord {
    R part = table.type().cast(opened.part());
    PartTable.Facts<R> facts = table.facts();
    if (!facts.whole(part) || !facts.key(part).equals(opened.id())) {
      throw new BadRecord(Reason.CONTENT, "not a whole part, or of another key");
    }
    Sequences sequences = partSequences.get(opened.table());
    sequences.check(opened.id(), facts.sequence(part));
    table.show(part);
    sequences.saw(opened.id(), facts.sequence(part));
  }

  /** Brings a bundle in force that has become whole. */
  OptionalLong activate() {
    OptionalLong version = bundles.advance(this::newest, clock.instant());
    version.ifPresent(v -> signed.values().forEach(rows -> rows.activate(v)));
    return version;
  }

  /** Forgets some entries that have come to nothing by now. */
  void forgetExpired() {
    Instant now = clock.instant();
    signed.values().forEach(rows -> rows.forgetExpired(now));
  }

  private long newest(String table, String id) {
    Topic topic = topicOfName.get(table);
    return topic == null ? Long.MAX_VALUE : signed.get(topic).newest(id);
  }

  /** Bundles whose manifest came, but not all of their entries. */
  int waitingBundles() {
    return bundles.waitingCount();
  }

  /** Believes of the signed tables what another fold of them does; what was revoked stays so. */
  void succeedBy(TableFold renewed) {
    renewed.signed.forEach(
        (topic, rows) -> {
          rows.inherit(signed.get(topic));
          signed.put(topic, rows);
        });
    bundles = renewed.bundles;
  }

  TableSnapshot snapshot(Map<String, Long> offsets) {
    Map<Topic, Map<String, ?>> rows = new EnumMap<>(Topic.class);
    Map<Topic, Map<String, Long>> sequences = new EnumMap<>(Topic.class);
    Map<Topic, Object> views = new EnumMap<>(Topic.class);
    signed.forEach(
        (topic, table) -> {
          rows.put(topic, table.rows());
          views.put(topic, table.view());
          sequences.put(topic, table.allSequences());
        });
    partSequences.forEach((topic, all) -> sequences.put(topic, all.all()));
    parts.forEach((topic, table) -> views.put(topic, table.frozen()));
    return new TableSnapshot(
        new TableSnapshot.Rows(rows, views),
        new KnownSequences(sequences, bundles.promised()),
        bundles.active(),
        offsets);
  }
}
