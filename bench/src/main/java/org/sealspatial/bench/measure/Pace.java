/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

/** Finds how many requests keep a side busy for the time asked, while it warms up. */
public final class Pace {
  /** A rate that is higher by less than this is that of the burst before. */
  private static final double RISE = 1.15;

  /** Code takes as long to be compiled, however short the bursts are. */
  private static final double WARM_SECONDS = 12;

  private final double seconds;
  private final int most;

  /**
   * A pace.
   *
   * @param seconds how long a measured burst is to be
   * @param most requests of a burst, since the request memory holds them all
   */
  public Pace(double seconds, int most) {
    this.seconds = seconds;
    this.most = most;
  }

  /**
   * Warms the side up until each of its processes has used twelve seconds of CPU time since it was
   * up, and its rate rises no more. Returns the size of its bursts. What was measured before
   * counts.
   */
  public int warm(Side side, int guess) throws InterruptedException {
    int count = count(side.saturated(guess));
    long given = guess;
    boolean rises = true;
    while (given < 2L * most && (rises || isCold(side))) {
      int next = count(side.saturated(count));
      given += count;
      rises = next > RISE * count;
      count = next;
    }
    return count;
  }

  private boolean isCold(Side side) {
    double wanted = WARM_SECONDS * side.processes().size();
    return side.cpuSinceUp().toMillis() < 1000 * wanted;
  }

  private int count(Cost cost) {
    // Some are answered while the burst is still being published.
    return (int) Math.max(100, Math.min(most, cost.rate() * seconds * 1.2));
  }
}
