/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import org.sealspatial.schemas.FailureCause;

/** A call without an answer. Has no stack trace: it is an outcome, and may come by thousands. */
public final class CallRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureCause reason;

  CallRefused(FailureCause reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  /**
   * BACKPRESSURE, AUDIT_UNAVAILABLE, RECORD_TOO_LARGE (nothing was sent, or Kafka did not take it),
   * or OUTCOME_UNKNOWN (sent, but no answer within the wait).
   */
  public FailureCause reason() {
    return reason;
  }
}
