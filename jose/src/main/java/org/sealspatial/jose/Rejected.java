/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import org.sealspatial.schemas.FailureCause;

/**
 * A token, assertion, proof or signed record was refused. The message never holds any part of it.
 */
public final class Rejected extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureCause cause;

  /** The exact cause, and a hint for the audit that names no secret. */
  public Rejected(FailureCause cause, String hint) {
    super(hint, null, false, false);
    this.cause = cause;
  }

  /** The exact cause; the outside is told its public cause only. */
  public FailureCause failureCause() {
    return cause;
  }
}
