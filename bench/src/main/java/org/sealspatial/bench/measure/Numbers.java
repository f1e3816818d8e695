/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Order statistics of a few figures. */
public final class Numbers {
  private final double[] sorted;

  private Numbers(double[] values) {
    this.sorted = values.clone();
    Arrays.sort(sorted);
  }

  /** Of these. */
  public static Numbers of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no figures");
    }
    return new Numbers(values);
  }

  /** One of each. */
  public static <T> Numbers of(List<T> all, ToDoubleFunction<T> value) {
    return of(all.stream().mapToDouble(value).toArray());
  }

  /** The middle. */
  public double median() {
    return quantile(0.5);
  }

  /** The lower quartile. */
  public double lower() {
    return quantile(0.25);
  }

  /** The upper quartile. */
  public double upper() {
    return quantile(0.75);
  }

  /** Interquartile range over median. */
  public double spread() {
    return (upper() - lower()) / median();
  }

  private double quantile(double q) {
    double at = q * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = (int) Math.ceil(at);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
