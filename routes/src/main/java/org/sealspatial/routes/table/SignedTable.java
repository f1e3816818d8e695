/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.schemas.Topic;

/**
 * A table whose entries are signed: clients, policies, keys, revocations. Who can write the topic
 * still can't change what this role believes.
 *
 * @param topic the topic
 * @param anchors the keys that may sign its entries
 * @param mapping what a content means; applied once per record, on the reader thread
 * @param view what is kept of all entries beside the rows; a new one for each reader
 * @param <V> immutable value of an entry
 */
public record SignedTable<V>(
    Topic topic, List<VerificationKey> anchors, Mapping<V> mapping, Supplier<View<V>> view)
    implements Table {

  /**
   * What is kept of the entries that came in force, in the order in which they did; one thread.
   * Deletions do not reach it.
   */
  public interface View<V> {
    /** One more. */
    void add(V value);

    /** What it looks like now: immutable. */
    Object freeze();

    /** Forgets a part of what has come to nothing by now; called again and again. */
    default void forgetExpired(Instant now) {}

    /** Where the sequences of the table's ids are kept; asked once. */
    default Sequences sequences() {
      return new ListedSequences();
    }

    /** Whether the entries are kept beside the view, to be looked up by id. */
    default boolean keepsRows() {
      return true;
    }

    /**
     * Takes over what a former view of the table looked like, where it must not be forgotten when
     * the table is read anew under other anchors.
     */
    default void inherit(Object former) {}
  }

  /** Makes the value of an entry. */
  @FunctionalInterface
  public interface Mapping<V> {
    /**
     * The value of an entry, whose content is there: deletions do not come here.
     *
     * @throws InvalidContent where it does not have its form: the record is skipped and counted
     */
    V value(TableEntry entry, ObjectNode content) throws InvalidContent;
  }

  /** Refuses a table without an anchor: nothing would be believed. */
  public SignedTable {
    anchors = List.copyOf(anchors);
    if (anchors.isEmpty()) {
      throw new IllegalArgumentException("a signed table needs a trust anchor: " + topic);
    }
  }

  /** A table that is looked up by id alone. */
  public SignedTable(Topic topic, List<VerificationKey> anchors, Mapping<V> mapping) {
    this(topic, anchors, mapping, NoView::new);
  }

  /** The revocations, seen as {@link RevokedTokens} alone: no rows. */
  public static SignedTable<RevocationContent> revocations(List<VerificationKey> anchors) {
    return new SignedTable<>(
        Topic.REVOCATIONS,
        anchors,
        (entry, content) -> RevocationContent.parse(content),
        RevokedTokens.Collected::new);
  }

  private static final class NoView<V> implements View<V> {
    @Override
    public void add(V value) {}

    @Override
    public Object freeze() {
      return this;
    }
  }

  /** The name of a table in signed entries: the topic without the deployment's prefix. */
  public static String nameOf(Topic topic) {
    return topic.in("").substring(1);
  }
}
