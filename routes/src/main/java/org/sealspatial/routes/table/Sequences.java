/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.util.Map;
import org.sealspatial.routes.table.BadRecord.Reason;

/** The last sequence of each id, kept after deletion too: an old entry never comes back. */
public interface Sequences {
  /** An id that was never seen. */
  long NEVER = -1;

  /** The last sequence seen of an id, or {@link #NEVER}. */
  long newest(String id);

  /** Notes a sequence that was checked. */
  void saw(String id, long sequence);

  /** All of them, for who writes the table; empty where they are kept for checking only. */
  Map<String, Long> all();

  /** Refuses what is not newer than what was seen. */
  default void check(String id, long sequence) throws BadRecord {
    long newest = newest(id);
    if (sequence < newest) {
      throw new BadRecord(Reason.ROLLED_BACK, "sequence " + sequence + " after " + newest);
    }
    if (sequence == newest) {
      throw new BadRecord(Reason.REPLAYED, "sequence " + sequence + " again");
    }
  }
}
