/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

/** Decides what each record of a batch ends in. */
@FunctionalInterface
public interface Answering {

  /** How much there may be of an answer. */
  enum Room {
    /** As much as there is to say. */
    ENOUGH,
    /** The last answer to this record was too large to be written; now as little as can be. */
    LITTLE
  }

  /**
   * Answers a record. With little room, null says that nothing smaller is to be had: the record is
   * quarantined.
   */
  Answer answer(Inbound record, Room room);
}
