/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What was lately computed from a text: of a pure function only, so that it may forget at any time.
 * A fixed number of places; a text takes the place that its hash names from whoever had it. A long
 * text is not kept, so what is kept is bounded. Safe for many threads.
 */
public final class Recent<V> {
  private final AtomicReferenceArray<Entry<V>> places;
  private final int longest;

  private record Entry<V>(String text, V value) {}

  /** With this many places, a power of two, for texts of at most so many characters. */
  public Recent(int size, int longest) {
    this.places = new AtomicReferenceArray<>(size);
    this.longest = longest;
  }

  /** What was computed from this very text, or null. */
  public V of(String text) {
    if (text.length() > longest) {
      return null; // nor is its hash computed
    }
    Entry<V> entry = places.get(place(text));
    return entry != null && entry.text().equals(text) ? entry.value() : null;
  }

  /** Keeps what was computed from a text, unless that is too long. */
  public void keep(String text, V value) {
    if (text.length() <= longest) {
      places.set(place(text), new Entry<>(text, value));
    }
  }

  private int place(String text) {
    int hash = text.hashCode();
    return (hash ^ hash >>> 16) & places.length() - 1;
  }
}
