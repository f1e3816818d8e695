/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Two sides measured in turn, A B A B: what changes on the machine meanwhile hits both.
 *
 * @param first of each pair
 * @param second of each pair
 */
public record Pairs<T>(List<T> first, List<T> second) {
  /** A measure that is taken again and again. */
  @FunctionalInterface
  public interface Measure<T> {
    /** Once. */
    T take() throws Exception;
  }

  /** So many pairs. */
  public static <T> Pairs<T> of(int count, Measure<T> a, Measure<T> b) throws Exception {
    var pairs = new Pairs<T>(new ArrayList<>(), new ArrayList<>());
    for (int n = 0; n < count; n++) {
      pairs.first.add(a.take());
      pairs.second.add(b.take());
    }
    return pairs;
  }

  /** Some figure of the first over the second, pair by pair. */
  public Numbers ratios(ToDoubleFunction<T> figure) {
    double[] ratios = new double[first.size()];
    for (int n = 0; n < ratios.length; n++) {
      ratios[n] = figure.applyAsDouble(first.get(n)) / figure.applyAsDouble(second.get(n));
    }
    return Numbers.of(ratios);
  }
}
