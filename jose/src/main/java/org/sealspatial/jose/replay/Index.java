/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose.replay;

/**
 * Decisions by one of their fingerprints: a hash table of places alone, with linear probing.
 * SHA-256 spreads them, whatever a sender chooses.
 */
final class Index {
  /** No decision. */
  static final long NONE = -1;

  private final Decisions decisions;
  private final int field;
  private int[] table; // place + 1; 0 where there is none

  Index(Decisions decisions, int field) {
    this.decisions = decisions;
    this.field = field;
    this.table = new int[2 * decisions.places()];
  }

  long find(Fingerprint key) {
    for (int i = (int) key.low() & mask(); table[i] != 0; i = i + 1 & mask()) {
      if (decisions.has(number(i), field, key)) {
        return number(i);
      }
    }
    return NONE;
  }

  /** Adds a decision whose fingerprint is not there yet. */
  void add(long number) {
    int i = home(number);
    while (table[i] != 0) {
      i = i + 1 & mask();
    }
    table[i] = (int) (number & decisions.places() - 1) + 1;
  }

  /** Removes this very decision, if it is there. */
  void remove(long number) {
    int i = home(number);
    while (table[i] != 0 && number(i) != number) {
      i = i + 1 & mask();
    }
    if (table[i] != 0) {
      close(i);
    }
  }

  // What was pushed beyond the gap moves back, so that no search ends at it too early.
  private void close(int gap) {
    int open = gap;
    for (int i = open + 1 & mask(); table[i] != 0; i = i + 1 & mask()) {
      if ((i - home(number(i)) & mask()) >= (i - open & mask())) {
        table[open] = table[i];
        open = i;
      }
    }
    table[open] = 0;
  }

  /** The numbers of all that are in it. */
  long[] numbers() {
    long[] numbers = new long[decisions.size()];
    int count = 0;
    for (int i = 0; i < table.length; i++) {
      if (table[i] != 0) {
        numbers[count++] = number(i);
      }
    }
    return java.util.Arrays.copyOf(numbers, count);
  }

  /** Starts anew with these, when the places have changed. */
  void rebuild(long[] numbers) {
    table = new int[2 * decisions.places()];
    for (long number : numbers) {
      add(number);
    }
  }

  private long number(int i) {
    long oldest = decisions.oldest();
    return oldest + (table[i] - 1 - oldest & decisions.places() - 1);
  }

  private int home(long number) {
    return decisions.hash(number, field) & mask();
  }

  private int mask() {
    return table.length - 1;
  }
}
