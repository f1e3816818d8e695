/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import org.sealspatial.lm.domain.Position;

/**
 * Metres east and north of an origin, along the ellipsoid's radii of curvature there: x = dLon N
 * cos(lat0), y = dLat M, angles in radians. Exactly invertible with the origin that each position
 * carries. z is the ellipsoidal height itself: TS 29.572 gives its origin none.
 */
record LocalFrame(Position origin) {
  private static final double A = 6_378_137.0;
  private static final double E2 = 6.69437999014e-3;

  double x(Position position) {
    double turn = Math.IEEEremainder(position.longitude() - origin.longitude(), 360);
    double lat = Math.toRadians(origin.latitude());
    return Math.toRadians(turn) * A / Math.sqrt(bend(lat)) * Math.cos(lat);
  }

  double y(Position position) {
    double bend = bend(Math.toRadians(origin.latitude()));
    double meridian = A * (1 - E2) / (bend * Math.sqrt(bend));
    return Math.toRadians(position.latitude() - origin.latitude()) * meridian;
  }

  private static double bend(double lat) {
    return 1 - E2 * Math.sin(lat) * Math.sin(lat);
  }
}
