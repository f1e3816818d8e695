/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.sealspatial.routes.table.BadRecord.Reason;

/** The last sequence of each id, kept after deletion too: an old entry never comes back. */
final class Sequences {
  private PMap<String, Long> last = HashTreePMap.empty();

  void check(String id, long sequence) throws BadRecord {
    long newest = newest(id);
    if (sequence < newest) {
      throw new BadRecord(Reason.ROLLED_BACK, "sequence " + sequence + " after " + newest);
    }
    if (sequence == newest) {
      throw new BadRecord(Reason.REPLAYED, "sequence " + sequence + " again");
    }
  }

  void saw(String id, long sequence) {
    last = last.plus(id, sequence);
  }

  /** -1: never seen. */
  long newest(String id) {
    return last.getOrDefault(id, -1L);
  }

  PMap<String, Long> all() {
    return last;
  }
}
