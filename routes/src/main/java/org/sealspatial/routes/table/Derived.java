/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.util.function.Function;

/**
 * What is computed from the rows of a table, computed anew only when the rows have changed. Rows
 * are the same object until their table changes, so identity tells.
 *
 * @param <S> the rows
 * @param <T> what is derived
 */
public final class Derived<S, T> {
  private final Function<S, T> derivation;
  private volatile Pair<S, T> last;

  private record Pair<S, T>(S source, T result) {}

  /** With the derivation: a pure function. */
  public Derived(Function<S, T> derivation) {
    this.derivation = derivation;
  }

  /** What is derived from these rows. */
  public T of(S source) {
    Pair<S, T> known = last;
    if (known == null || known.source() != source) {
      known = new Pair<>(source, derivation.apply(source));
      last = known;
    }
    return known.result();
  }
}
