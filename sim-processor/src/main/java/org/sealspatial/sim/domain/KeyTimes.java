/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.domain;

import java.time.Duration;

/**
 * The durations that the life of a token key follows from.
 *
 * @param rotation how long a key signs
 * @param lead how long a key is published before it signs: longer than any reader's view may be old
 * @param longestLife of a token
 * @param leeway how much later than its end a reader still takes a token
 */
public record KeyTimes(Duration rotation, Duration lead, Duration longestLife, Duration leeway) {
  /** For clocks that differ, a view that is behind, and a batch on its way. */
  static final Duration MARGIN = Duration.ofSeconds(30);

  private static final Duration SLACK = Duration.ofDays(1);

  public KeyTimes {
    if (rotation.isZero() || rotation.isNegative() || lead.isZero() || lead.isNegative()) {
      throw new IllegalArgumentException("rotation and lead are over 0");
    }
    if (longestLife.isNegative() || leeway.isNegative()) {
      throw new IllegalArgumentException("longest life and leeway are not under 0");
    }
  }

  /** How long after its last signature a key must still be believed. */
  public Duration acceptance() {
    return longestLife.plus(leeway).plus(MARGIN);
  }

  /** For how long a new key is certified: its life, and as much again where rotation is held up. */
  public Duration validity() {
    return lead.plus(rotation.multipliedBy(2)).plus(acceptance()).plus(SLACK);
  }
}
