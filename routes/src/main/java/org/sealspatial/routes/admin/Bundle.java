/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.routes.table.BundleManifest;
import org.sealspatial.routes.table.BundleManifest.Listed;
import org.sealspatial.routes.table.PolicyContent;
import org.sealspatial.routes.table.RevocationContent;
import org.sealspatial.routes.table.SignedTable;
import org.sealspatial.schemas.Topic;

/** Changes that come in force together: their entries, and a manifest that is written last. */
final class Bundle {
  // A manifest is one record: base64 makes a third more of it, and 1 MiB is the limit.
  private static final int MAX_CHARACTERS = 600_000;
  private static final int CHARACTERS_BESIDE_ID = 60;

  private final CurrentTables current;
  private final EntrySigner signer;
  private final Instant now;
  private final long version;
  private final List<TableRow> rows = new ArrayList<>();
  private final List<Listed> listed = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private int characters;

  Bundle(CurrentTables current, EntrySigner signer, Instant now) {
    this.current = current;
    this.signer = signer;
    this.now = now;
    this.version = current.nextVersion();
  }

  long version() {
    return version;
  }

  void add(Change change) {
    boolean revocation = change.topic() == Topic.REVOCATIONS;
    long sequence =
        revocation
            ? current.nextRevocationSequence(change.id(), now)
            : current.nextSequence(change.topic(), change.id());
    String table = SignedTable.nameOf(change.topic());
    rows.addAll(
        signer.rows(
            change.topic(),
            new TableEntry(table, change.id(), sequence, version, now, change.content())));
    Optional<Instant> until =
        revocation ? Optional.of(now.plus(RevocationContent.OUTLIVES)) : Optional.empty();
    if (!list(new Listed(table, change.id(), sequence, until))) {
      throw new AdminFailure("too many changes for one bundle; apply them in parts", null);
    }
  }

  private boolean list(Listed entry) {
    if (!known.add(entry.table() + " " + entry.id())) {
      return true;
    }
    characters += entry.id().length() + CHARACTERS_BESIDE_ID;
    boolean fits = listed.size() < BundleManifest.MAX_ENTRIES && characters < MAX_CHARACTERS;
    if (fits) {
      listed.add(entry);
    }
    return fits;
  }

  /** All records, the manifest last. */
  List<TableRow> rows() {
    listUnchanged(Topic.CLIENTS);
    listUnchanged(Topic.POLICIES);
    var manifest = new BundleManifest(version, listed);
    var entry =
        new TableEntry(
            SignedTable.nameOf(Topic.POLICIES),
            PolicyContent.MANIFEST_ID,
            version,
            version,
            now,
            Optional.of(manifest.toJson()));
    List<TableRow> all = new ArrayList<>(rows);
    List<TableRow> last = signer.rows(Topic.POLICIES, entry);
    all.add(last.get(1));
    all.add(last.get(0));
    return all;
  }

  /** So that a reader that starts later notices an entry that was taken out or rolled back. */
  private void listUnchanged(Topic topic) {
    current
        .sequences(topic)
        .forEach(
            (id, sequence) -> {
              if (!id.equals(PolicyContent.MANIFEST_ID)) {
                list(new Listed(SignedTable.nameOf(topic), id, sequence, Optional.empty()));
              }
            });
  }
}
