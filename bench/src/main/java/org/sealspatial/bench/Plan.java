/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench;

/**
 * How much is measured.
 *
 * @param quick shows only that everything works: nothing is judged
 * @param pairs measured pairs of each row
 * @param seconds of each burst
 * @param heap options of every measured process, blank separated
 */
public record Plan(boolean quick, int pairs, double seconds, String heap) {
  /** Fewer pairs are not judged. */
  public static final int PAIRS_TO_JUDGE = 5;

  /**
   * Requests a process may be given in all its bursts: its replay memory holds about 130 bytes of
   * each.
   */
  private static final int MOST_REQUESTS = 1_700_000;

  /** Length of the bursts of rows that are no headline, at most. */
  public static final double SHORT_SECONDS = 4;

  /** The usual plan. */
  public static Plan full() {
    return new Plan(false, PAIRS_TO_JUDGE, 20, "-Xmx3g");
  }

  /** Everything once, small. */
  public static Plan brief() {
    return new Plan(true, 1, 1.5, "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
  }

  /** The most requests of one burst. */
  public int burst() {
    return quick ? 5_000 : MOST_REQUESTS / (pairs + 2);
  }

  /** How many requests the first burst has, before anything is known. */
  public int guess() {
    return quick ? 2_000 : 15_000; // on the JDK's crypto they take half a minute
  }
}
