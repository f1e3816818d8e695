/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.sealspatial.schemas.Topic;

/**
 * What an edit of the tables did, or would do.
 *
 * @param version bundle version; 0: no signed bundle was needed
 * @param changes entries of clients and policies, or the revocation that was asked for
 * @param revocations what the bundle revokes because it takes rights away
 * @param parts how many parts of maps and anchors differ
 * @param offsets last offset written in each table; empty: nothing was written
 * @param visibleAfter from the commit until an own reader had it
 */
public record Outcome(
    long version,
    List<Change> changes,
    List<Change> revocations,
    int parts,
    Map<Topic, Long> offsets,
    Duration visibleAfter) {

  public Outcome {
    changes = List.copyOf(changes);
    revocations = List.copyOf(revocations);
    offsets = Map.copyOf(offsets);
  }

  /** Whether there was nothing to do. */
  public boolean isEmpty() {
    return changes.isEmpty() && revocations.isEmpty() && parts == 0;
  }

  Outcome visible(Map<Topic, Long> written, Duration after) {
    return new Outcome(version, changes, revocations, parts, written, after);
  }
}
