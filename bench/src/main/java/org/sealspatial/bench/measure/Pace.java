/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

/** Finds how many requests keep a side busy for the time asked, while it warms up. */
public final class Pace {
  /** A rate that is higher by less than this is that of the burst before. */
  private static final double RISE = 1.15;

  /** Code takes as long to be compiled, however short the bursts are. */
  private static final double WARM_SECONDS = 10;

  /** Longer bursts warm nothing that shorter ones don't. */
  private static final double WARM_BURST = 8;

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
   * Warms the side up until each of its processes has used ten seconds of CPU time since it was up,
   * and its rate rises no more. Returns the size of its bursts. What was measured before counts.
   */
  public int warm(Side side, int guess) throws InterruptedException {
    double rate = side.saturated(guess).rate();
    long given = guess;
    boolean rises = true;
    while (given < 2L * most && (rises || isCold(side))) {
      int count = count(rate, Math.min(seconds, WARM_BURST));
      double next = side.saturated(count).rate();
      given += count;
      rises = next > RISE * rate;
      rate = next;
    }
    return count(rate, seconds);
  }

  /**
   * Requests of the burst after one that had so many: warming up tells too high a rate, since what
   * is answered while a burst is published weighs more in a short one.
   */
  public int next(int burst, Cost cost) {
    return count(burst / (cost.wall().toNanos() / 1e9), seconds);
  }

  private boolean isCold(Side side) {
    double wanted = WARM_SECONDS * side.processes().size();
    return side.cpuSinceUp().toMillis() < 1000 * wanted;
  }

  private int count(double rate, double seconds) {
    return (int) Math.max(100, Math.min(most, rate * seconds));
  }
}
