/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

/** Finds how many requests keep a side busy for the time asked, while it warms up. */
public final class Pace {
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
   * Warms the side up until its processes have used as much CPU time as a burst is long since they
   * were up, and returns the size of its bursts. What was measured before counts.
   */
  public int warm(Side side, int guess) throws InterruptedException {
    Cost cost = side.saturated(guess);
    for (long given = guess; given < 2L * most && side.cpuSinceUp().toMillis() < 1000 * seconds; ) {
      int count = count(cost);
      cost = side.saturated(count);
      given += count;
    }
    return count(cost);
  }

  private int count(Cost cost) {
    // Some are answered while the burst is still being published.
    return (int) Math.max(100, Math.min(most, cost.rate() * seconds * 1.2));
  }
}
