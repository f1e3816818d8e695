/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.memory;

import java.time.Instant;
import java.util.function.Consumer;
import org.sealspatial.schemas.v1.AuditRecord;

/** Reads back what was decided: the committed audit records of one partition. */
@FunctionalInterface
public interface History {
  /**
   * Gives every audit record of this partition number since this time to the reader, in order, up
   * to everything that any former owner has written; throws rather than leave one out.
   */
  void read(int partition, Instant since, Consumer<AuditRecord> reader);
}
