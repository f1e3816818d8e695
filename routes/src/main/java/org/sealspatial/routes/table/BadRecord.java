/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.util.Locale;
import java.util.stream.Collectors;

/** A record of a table that is skipped. The message never holds any part of it. */
final class BadRecord extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why; the set is closed, because it is a metric's label. */
  enum Reason {
    /** Not the Avro record of the topic. */
    UNREADABLE(false),
    /** No key, or one that is not UTF-8. */
    KEY(false),
    /** No trust anchor of the table signed it, or it was signed for another table or id. */
    FORGED(true),
    /** A sequence seen before. */
    REPLAYED(true),
    /** A sequence lower than one seen before. */
    ROLLED_BACK(true),
    /** A deletion that nobody signed. */
    TOMBSTONE(true),
    /** Signed, but its content does not have its form. */
    CONTENT(false),
    /** Handling it failed. */
    UNEXPECTED(false);

    private final boolean alarming;

    Reason(boolean alarming) {
      this.alarming = alarming;
    }

    /** Whether somebody may be attacking, so that an operator must look. */
    boolean alarming() {
      return alarming;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int MOST_TOLD = 3;

  private final Reason reason;

  BadRecord(Reason reason, String hint) {
    super(hint, null, false, false);
    this.reason = reason;
  }

  /** What is wrong, without the place: its name would come from the record. */
  static BadRecord of(InvalidContent content) {
    String texts =
        content.problems().stream()
            .map(Problem::text)
            .distinct()
            .limit(MOST_TOLD)
            .collect(Collectors.joining("; "));
    return new BadRecord(Reason.CONTENT, texts);
  }

  Reason reason() {
    return reason;
  }
}
