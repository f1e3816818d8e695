/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.OptionalDouble;

/**
 * Ellipsoidal heights in metres from {@code min} to {@code max}, both included. An infinite bound
 * is no bound.
 */
public record HeightRange(double min, double max) {
  /** Every height, and also a position that has none. */
  public static final HeightRange ANY =
      new HeightRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  public HeightRange {
    if (Double.isNaN(min) || Double.isNaN(max) || min > max) {
      throw new IllegalArgumentException("a height range goes from a lower to a higher number");
    }
    if (min == Double.POSITIVE_INFINITY || max == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException("a height range must hold a height");
    }
  }

  /** The range between two optional bounds. */
  public static HeightRange between(OptionalDouble min, OptionalDouble max) {
    return new HeightRange(bound(min, ANY.min), bound(max, ANY.max));
  }

  private static double bound(OptionalDouble given, double open) {
    if (given.isPresent() && !Double.isFinite(given.getAsDouble())) {
      throw new IllegalArgumentException("a height is a finite number");
    }
    return given.orElse(open);
  }

  /** Whether neither bound is set. */
  public boolean isAny() {
    return min == ANY.min && max == ANY.max;
  }

  /** A position without a height is inside only where no height is excluded: it proves nothing. */
  boolean contains(OptionalDouble height) {
    return isAny()
        || (height.isPresent() && height.getAsDouble() >= min && height.getAsDouble() <= max);
  }

  boolean covers(HeightRange other) {
    return min <= other.min && max >= other.max;
  }

  /** Whether the two share more than a bound, or one is a single height within the other. */
  boolean intersects(HeightRange other) {
    double from = Math.max(min, other.min);
    double to = Math.min(max, other.max);
    return from < to || (from == to && (min == max || other.min == other.max));
  }

  /** The heights in both; only where they intersect. */
  HeightRange intersection(HeightRange other) {
    return new HeightRange(Math.max(min, other.min), Math.min(max, other.max));
  }
}
