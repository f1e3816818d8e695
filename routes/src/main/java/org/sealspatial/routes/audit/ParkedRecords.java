/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.audit;

import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import org.sealspatial.routes.kafkatx.Answer;
import org.sealspatial.routes.kafkatx.AnswerTooLarge;
import org.sealspatial.routes.kafkatx.Answering.Room;
import org.sealspatial.routes.kafkatx.Inbound;
import org.sealspatial.routes.kafkatx.Quarantine;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;

/** A record whose handling throws ends in the dead letters, with its audit record. */
public final class ParkedRecords implements Quarantine {
  private final AuditTrail trail;
  private final Flow flow;
  private final Supplier<Map<String, Long>> offsets;
  private final Clock clock;

  /** For one flow; with the offsets of the state the decision would have stood on. */
  public ParkedRecords(
      AuditTrail trail, Flow flow, Supplier<Map<String, Long>> offsets, Clock clock) {
    this.trail = trail;
    this.flow = flow;
    this.offsets = offsets;
    this.clock = clock;
  }

  @Override
  public Answer quarantine(Inbound record, Throwable failure) {
    AuditRecord audit = trail.begin(record, flow, offsets.get(), clock.instant());
    // The class alone: an exception's text may hold what it choked on.
    String detail = failure.getClass().getSimpleName();
    Room room = failure instanceof AnswerTooLarge ? Room.LITTLE : Room.ENOUGH;
    return trail.deadLetter(record, FailureCause.RECORD_QUARANTINED, detail, room, audit);
  }
}
