/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.schemas;

/** Bytes nobody can read as the expected record type. The message never holds any of the bytes. */
public final class UnreadableRecord extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureCause reason;

  /** Why, as a cause of the catalogue, and a hint that is safe to show. */
  public UnreadableRecord(FailureCause reason, String hint) {
    super(hint, null, false, false);
    this.reason = reason;
  }

  /** RECORD_UNREADABLE, SCHEMA_UNKNOWN, SCHEMA_MISMATCH or RECORD_TOO_LARGE. */
  public FailureCause reason() {
    return reason;
  }
}
