/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.routes.config.ClusterConfig;
import org.sealspatial.routes.table.KeyContent;
import org.sealspatial.routes.table.KeyContent.Note;
import org.sealspatial.routes.table.KeyContent.State;
import org.sealspatial.routes.table.SignedTable;
import org.sealspatial.routes.table.TableReader;
import org.sealspatial.routes.table.TableReader.Source;
import org.sealspatial.routes.table.TableSnapshot;
import org.sealspatial.schemas.Topic;

/**
 * Changes of the table of SIM-S's keys, signed by its anchor: the only place that writes one. Each
 * change is one transaction that shuts the other writers out before it reads the table, so that
 * instances and operators never undo each other's; what comes second is decided anew.
 */
public final class KeyEdits {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  // Begins as SIM-S's group does, so that on a secured cluster SIM-S alone may use it.
  private static final String WRITER = "sim-keys";

  private final ClusterConfig cluster;
  private final SigningKey anchor;
  private final Clock clock;
  private final CryptoProvider crypto;
  private volatile List<VerificationKey> trusted;

  /**
   * Edits of this deployment's keys; does not connect yet.
   *
   * @param trusted the anchors of SIM-S whose entries count
   * @param anchor signs the entries; nothing is written while it is none of those
   */
  public KeyEdits(
      ClusterConfig cluster,
      List<VerificationKey> trusted,
      SigningKey anchor,
      CryptoProvider crypto,
      Clock clock) {
    this.cluster = cluster;
    this.anchor = anchor;
    this.clock = clock;
    this.crypto = crypto;
    trust(trusted);
  }

  /** From the next change on, the entries of these anchors of SIM-S count. */
  public void trust(List<VerificationKey> anchors) {
    trusted = List.copyOf(anchors);
  }

  /** Throws {@link AdminFailure} where nobody would believe what the anchor signs. */
  public void requireTrusted() {
    String own = anchor.publicHalf().thumbprint();
    if (trusted.stream().noneMatch(key -> key.thumbprint().equals(own))) {
      throw new AdminFailure("the anchor of SIM-S, sim.signing-key, is not in trust.sim", null);
    }
  }

  private SignedTable<KeyContent> keys() {
    return new SignedTable<>(
        Topic.KEYS, trusted, (entry, content) -> KeyContent.parse(content, crypto));
  }

  /** All keys by kid; throws {@link AdminFailure}. */
  public Map<String, KeyContent> all() throws InterruptedException {
    SignedTable<KeyContent> keys = keys();
    try (TableReader reader = reader(keys)) {
      return new TreeMap<>(read(reader).rows(keys));
    }
  }

  /**
   * Writes what this function makes of the keys as they are, all or nothing; the offset of the last
   * entry, once an own reader has seen it. Empty: there was nothing to write.
   *
   * @throws AdminFailure where it was not written, or nobody knows; at once where nobody would
   *     believe what this anchor signs
   */
  public OptionalLong change(Function<Map<String, KeyContent>, List<KeyContent>> change)
      throws InterruptedException {
    SignedTable<KeyContent> keys = keys();
    requireTrusted();
    try (TableWriter writer = new TableWriter(cluster, WRITER);
        TableReader reader = reader(keys)) {
      TableSnapshot current = read(reader);
      List<TableRow> rows = rows(current, change.apply(current.rows(keys)));
      if (rows.isEmpty()) {
        return OptionalLong.empty();
      }
      long offset = writer.write(rows).get(Topic.KEYS);
      if (!reader.awaitOffset(Topic.KEYS, offset, PATIENCE)) {
        throw new AdminFailure.BrokerAway("committed, but not seen by a reader in time", null);
      }
      return OptionalLong.of(offset);
    }
  }

  private TableReader reader(SignedTable<KeyContent> keys) {
    var source = new Source(cluster.kafka().clientProperties(), cluster.topicPrefix(), "key-edits");
    return new TableReader(source, List.of(keys), new SimpleMeterRegistry()).start();
  }

  private static TableSnapshot read(TableReader reader) throws InterruptedException {
    if (!reader.awaitReady(PATIENCE)) {
      throw new AdminFailure.BrokerAway("the keys could not be read in time", null);
    }
    return reader.snapshot();
  }

  private List<TableRow> rows(TableSnapshot current, List<KeyContent> contents) {
    var signer = new EntrySigner(anchor, cluster.topicPrefix());
    List<TableRow> rows = new ArrayList<>();
    for (KeyContent content : contents) {
      long sequence = current.nextSequence(Topic.KEYS, content.kid());
      var entry =
          new TableEntry(
              SignedTable.nameOf(Topic.KEYS),
              content.kid(),
              sequence,
              0,
              clock.instant(),
              Optional.of(content.toJson()));
      rows.addAll(signer.rows(Topic.KEYS, entry));
    }
    return rows;
  }

  /** Asks every SIM-S instance to replace the key it signs with; the kids of those keys. */
  public List<String> rotate() throws InterruptedException {
    List<String> asked = new ArrayList<>();
    change(
        current -> {
          asked.clear();
          List<KeyContent> entries = current.values().stream().filter(this::rotates).toList();
          entries.forEach(key -> asked.add(key.kid()));
          var now = new Note(Optional.of(clock.instant()), Optional.empty());
          return entries.stream().map(key -> key.with(now)).toList();
        });
    return asked;
  }

  /** The anchor is nobody's token key, even where it signs tokens: another one is needed then. */
  private boolean rotates(KeyContent key) {
    return key.state() == State.ACTIVE && !key.kid().equals(anchor.kid());
  }

  /**
   * Retires a key at once: its tokens are good no more at every LM-S that has seen it.
   *
   * @return whether there is such a key
   */
  public boolean retire(String kid, Optional<String> reason) throws InterruptedException {
    boolean[] found = {false};
    change(
        current -> {
          KeyContent key = current.get(kid);
          found[0] = key != null;
          return key == null || key.state() == State.RETIRED
              ? List.of()
              : List.of(
                  key.in(State.RETIRED, key.notBefore(), key.notAfter())
                      .with(new Note(Optional.empty(), reason)));
        });
    return found[0];
  }
}
