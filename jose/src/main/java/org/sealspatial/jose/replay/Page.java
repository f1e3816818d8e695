/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose.replay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Some decisions in a row, without an object for each. */
final class Page {
  static final int SIZE = 1024;
  static final int WORDS = 10;

  private static final int JTI = 24; // characters of ours

  private final long[] words = new long[SIZE * WORDS];
  private final Terms[] terms = new Terms[SIZE];
  private final Map<Terms, Terms> known = new HashMap<>();
  private final int[] textEnds = new int[SIZE];
  private byte[] texts = new byte[SIZE * JTI];

  long word(int place, int field) {
    return words[place * WORDS + field];
  }

  void word(int place, int field, long value) {
    words[place * WORDS + field] = value;
  }

  /** Keeps the rest of a decision; places are filled in order, and emptied from the last on. */
  void rest(int place, Remembered decision) {
    Terms own = Terms.of(decision);
    Terms same = known.putIfAbsent(own, own);
    terms[place] = same == null ? own : same;
    byte[] jti = decision.jti().orElse("").getBytes(StandardCharsets.UTF_8);
    int start = textStart(place);
    if (start + jti.length > texts.length) {
      texts = Arrays.copyOf(texts, Math.max(2 * texts.length, start + jti.length));
    }
    System.arraycopy(jti, 0, texts, start, jti.length);
    textEnds[place] = start + jti.length;
  }

  Terms terms(int place) {
    return terms[place];
  }

  Optional<String> jti(int place) {
    int start = textStart(place);
    return terms[place].token()
        ? Optional.of(new String(texts, start, textEnds[place] - start, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private int textStart(int place) {
    return place == 0 ? 0 : textEnds[place - 1];
  }
}
