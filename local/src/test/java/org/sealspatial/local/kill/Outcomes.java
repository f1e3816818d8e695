/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.kill;

import java.util.List;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.Outcome;

/** Everything a reader of committed records sees afterwards. */
record Outcomes(List<Audited> audits, List<Replied> replies, List<Parked> parked) {

  /**
   * An audit record.
   *
   * @param id the request offset it speaks of
   * @param partition it lies in
   */
  record Audited(
      String id,
      int partition,
      Flow flow,
      Outcome outcome,
      String cause,
      String requestId,
      String jti) {}

  /**
   * A reply.
   *
   * @param requestId the record's key
   * @param answers the request offset it says it answers
   * @param jti of the token in it; null where there is none
   */
  record Replied(String requestId, String answers, String jti) {}

  /** A dead letter; the request offset it speaks of. */
  record Parked(String id) {}
}
