/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.wiring;

import org.sealspatial.routes.table.Renewal;

/** A role of this process. Made, it has read its files and asked nobody anything yet. */
interface RunningRole extends AutoCloseable {
  /** Returns when the role serves. */
  void start() throws Exception;

  /** Begins to read its signed tables under other anchors; nothing else changes yet. */
  Renewal renewal(Trust trust);

  /** Writes no table until {@link #believe}: what it reads is about to change. */
  default void hold() {}

  /** Goes on under these anchors, as its tables do by now, whatever else it does with them. */
  default void believe(Trust trust) {}
}
