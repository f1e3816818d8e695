/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
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
 * @param <V> immutable value of an entry
 */
public record SignedTable<V>(Topic topic, List<VerificationKey> anchors, Mapping<V> mapping)
    implements Table {

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

  /** The name of a table in signed entries: the topic without the deployment's prefix. */
  public static String nameOf(Topic topic) {
    return topic.in("").substring(1);
  }
}
