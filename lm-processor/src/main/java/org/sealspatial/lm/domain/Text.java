/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

/** Identifiers are not blank and not without end. */
final class Text {
  private static final int LONGEST = 1_024;

  private Text() {}

  static void require(String text, String what) {
    if (text.isBlank() || text.length() > LONGEST || hasHalfCharacters(text)) {
      throw new IllegalArgumentException(what + " has 1 to " + LONGEST + " characters");
    }
  }

  /** Halves of surrogate pairs can't be written as UTF-8. */
  static boolean hasHalfCharacters(String text) {
    return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }
}
