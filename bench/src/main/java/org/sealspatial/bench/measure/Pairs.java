/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Two sides measured in turn, A B A B: what changes on the machine meanwhile hits both. */
public final class Pairs {
  private final List<Cost> first = new ArrayList<>();
  private final List<Cost> second = new ArrayList<>();

  /** A measure that is taken again and again. */
  @FunctionalInterface
  public interface Measure {
    /** Once. */
    Cost take() throws Exception;
  }

  /** So many pairs. */
  public static Pairs of(int count, Measure a, Measure b) throws Exception {
    var pairs = new Pairs();
    for (int n = 0; n < count; n++) {
      pairs.first.add(a.take());
      pairs.second.add(b.take());
    }
    return pairs;
  }

  /** Costs of the first side. */
  public List<Cost> first() {
    return List.copyOf(first);
  }

  /** Costs of the second side. */
  public List<Cost> second() {
    return List.copyOf(second);
  }

  /** CPU a request of the first over the second, broker included, pair by pair. */
  public Numbers ratios() {
    return ratios(Cost::micros);
  }

  /** Some figure of the first over the second, pair by pair. */
  public Numbers ratios(ToDoubleFunction<Cost> figure) {
    double[] ratios = new double[first.size()];
    for (int n = 0; n < ratios.length; n++) {
      ratios[n] = figure.applyAsDouble(first.get(n)) / figure.applyAsDouble(second.get(n));
    }
    return Numbers.of(ratios);
  }
}
