/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import org.sealspatial.schemas.Topic;

/**
 * One entry of a signed table that is not as it must be.
 *
 * @param topic the table
 * @param id the entry
 * @param action what happens to it
 * @param content what it says afterwards; empty where it is removed
 */
public record Change(Topic topic, String id, Action action, Optional<ObjectNode> content) {
  /** What happens to an entry. */
  public enum Action {
    /** It is new. */
    ADDED,
    /** It says something else. */
    CHANGED,
    /** It is deleted. */
    REMOVED
  }

  static Change put(Topic topic, String id, boolean isThere, ObjectNode content) {
    return new Change(topic, id, isThere ? Action.CHANGED : Action.ADDED, Optional.of(content));
  }

  static Change remove(Topic topic, String id) {
    return new Change(topic, id, Action.REMOVED, Optional.empty());
  }

  /** In words, such as {@code added client arcade}. */
  @Override
  public String toString() {
    String table = topic.name().toLowerCase(Locale.ROOT);
    String what =
        table.endsWith("ies")
            ? table.substring(0, table.length() - 3) + "y"
            : table.substring(0, table.length() - 1);
    return action.name().toLowerCase(Locale.ROOT) + " " + what + " " + id;
  }
}
