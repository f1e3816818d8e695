/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.wiring;

import org.sealspatial.routes.table.Renewal;

/** A role of this process. Made, it has read its files and asked nobody anything yet. */
interface RunningRole extends AutoCloseable {
  /** Returns when the role serves. */
  void start() throws Exception;

  /** Begins to read its signed tables under other anchors; nothing else changes yet. */
  Renewal renewal(Trust trust);
}
