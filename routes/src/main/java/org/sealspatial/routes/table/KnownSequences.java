/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.util.Map;
import org.sealspatial.schemas.Topic;

/**
 * What is known of the sequences of all tables.
 *
 * @param seen topic to id to the newest sequence seen, deleted and not yet in force included
 * @param promised what the newest manifest lists, by table, blank, id
 */
record KnownSequences(Map<Topic, Map<String, Long>> seen, Map<String, Long> promised) {
  static final KnownSequences NONE = new KnownSequences(Map.of(), Map.of());

  Map<String, Long> seen(Topic topic) {
    return seen.getOrDefault(topic, Map.of());
  }

  /** Higher than any that a reader somewhere may have seen, also if it has left the log since. */
  long next(Topic topic, String id) {
    long last = seen(topic).getOrDefault(id, 0L);
    String name = SignedTable.nameOf(topic) + " " + id;
    return Math.max(last, promised.getOrDefault(name, 0L)) + 1;
  }
}
