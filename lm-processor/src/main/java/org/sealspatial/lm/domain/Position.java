/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.OptionalDouble;

/** A place on WGS 84: degrees, and the ellipsoidal height in metres where it is known. */
public record Position(double longitude, double latitude, OptionalDouble height) {
  public Position {
    requireOnEarth(longitude, latitude);
    if (height.isPresent() && !Double.isFinite(height.getAsDouble())) {
      throw new IllegalArgumentException("a height is a finite number");
    }
  }

  /** A place without a height. */
  public static Position of(double longitude, double latitude) {
    return new Position(longitude, latitude, OptionalDouble.empty());
  }

  /** A place at a height. */
  public static Position of(double longitude, double latitude, double height) {
    return new Position(longitude, latitude, OptionalDouble.of(height));
  }

  static void requireOnEarth(double longitude, double latitude) {
    // Written so that NaN fails, too.
    if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) {
      throw new IllegalArgumentException("longitude is -180..180 and latitude -90..90 degrees");
    }
  }
}
