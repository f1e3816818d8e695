/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.peer;

import java.util.ArrayList;
import java.util.List;

/** Drives a side until its code is compiled: until its cost falls no longer, twice in a row. */
final class Warming {
  /** A cost that changes by less from one window to the next is steady. */
  static final double STEADY = 0.02;

  private final double seconds;
  private final int most;

  /**
   * A warm-up.
   *
   * @param seconds of a window
   * @param most windows at most
   */
  Warming(double seconds, int most) {
    this.seconds = seconds;
    this.most = most;
  }

  /** Microseconds of CPU a request in each window. */
  List<Double> warm(HttpSide side) throws InterruptedException {
    side.burst(seconds / 10); // learns the rate
    var costs = new ArrayList<Double>();
    while (costs.size() < most && !steady(costs)) {
      costs.add(side.burst(seconds).cost().micros());
    }
    return costs;
  }

  static boolean steady(List<Double> costs) {
    int last = costs.size() - 1;
    return last > 1 && falls(costs, last) < STEADY && falls(costs, last - 1) < STEADY;
  }

  private static double falls(List<Double> costs, int window) {
    return 1 - costs.get(window) / costs.get(window - 1);
  }
}
