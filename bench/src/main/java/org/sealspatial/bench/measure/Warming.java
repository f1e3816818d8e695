/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import java.util.ArrayList;
import java.util.List;

/** Drives a side until its code is compiled: until its cost falls no longer, twice in a row. */
public final class Warming {
  /** A cost that changes by less from one window to the next is steady. */
  private static final double STEADY = 0.02;

  private final int most;

  /** A warm-up of so many windows at most. */
  public Warming(int most) {
    this.most = most;
  }

  /** Drives the side for a while. */
  @FunctionalInterface
  public interface Window {
    /** Microseconds of CPU a request in it. */
    double micros() throws InterruptedException;
  }

  /** Microseconds of CPU a request in each window. */
  public List<Double> warm(Window window) throws InterruptedException {
    var costs = new ArrayList<Double>();
    while (costs.size() < most && !steady(costs)) {
      costs.add(window.micros());
    }
    return costs;
  }

  /** Whether the last two windows were no cheaper than the one before each. */
  public static boolean steady(List<Double> costs) {
    int last = costs.size() - 1;
    return last > 1 && falls(costs, last) < STEADY && falls(costs, last - 1) < STEADY;
  }

  private static double falls(List<Double> costs, int window) {
    return 1 - costs.get(window) / costs.get(window - 1);
  }
}
