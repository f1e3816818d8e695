/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;

/**
 * Turns the corners of an area into planar polygons between -180 and 180 degrees. Each edge goes
 * the shorter way round, so a ring may cross the antimeridian, where it is cut, or go round a pole,
 * where it is closed along the pole; of the two sides of such a ring the smaller is meant.
 */
final class Ring {
  static final GeometryFactory FACTORY = new GeometryFactory();

  private final List<Coordinate> unrolled = new ArrayList<>();
  private int turns;

  private Ring() {}

  /** The surface inside these corners; the first is not repeated. */
  static Geometry surface(List<Coordinate> corners) {
    Ring ring = new Ring();
    for (Coordinate corner : corners) {
      ring.add(corner);
    }
    Coordinate first = corners.get(0);
    ring.add(first);
    if (ring.turns != 0) {
      ring.closeAlongPole();
    }
    return cutAtAntimeridian(ring.polygon());
  }

  private void add(Coordinate corner) {
    Position.requireOnEarth(corner.x, corner.y);
    if (!unrolled.isEmpty()) {
      Coordinate last = unrolled.get(unrolled.size() - 1);
      double step = corner.x + 360.0 * turns - last.x;
      turns -= (int) Math.rint(step / 360);
      double shortest = corner.x + 360.0 * turns - last.x;
      if (Math.abs(shortest) == 180) {
        throw new IllegalArgumentException("an edge spans less than 180 degrees of longitude");
      }
      if (shortest == 0 && corner.y == last.y) {
        return; // the same corner again, as rounding makes it
      }
    }
    unrolled.add(new Coordinate(corner.x + 360.0 * turns, corner.y));
  }

  private void closeAlongPole() {
    double north = 0;
    for (int i = 1; i < unrolled.size(); i++) {
      Coordinate a = unrolled.get(i - 1);
      Coordinate b = unrolled.get(i);
      double sines = Math.sin(Math.toRadians(a.y)) + Math.sin(Math.toRadians(b.y));
      north += sines * (b.x - a.x) * Integer.signum(turns);
    }
    if (Math.abs(turns) != 1 || north == 0) {
      throw new IllegalArgumentException("a ring goes round one pole, once");
    }
    double pole = Math.copySign(90, north);
    unrolled.add(new Coordinate(unrolled.get(unrolled.size() - 1).x, pole));
    unrolled.add(new Coordinate(unrolled.get(0).x, pole));
    unrolled.add(unrolled.get(0).copy());
  }

  private Polygon polygon() {
    Polygon polygon = FACTORY.createPolygon(unrolled.toArray(Coordinate[]::new));
    if (!polygon.isValid() || polygon.getEnvelopeInternal().getWidth() > 360) {
      throw new IllegalArgumentException("an area is a simple polygon");
    }
    return polygon;
  }

  private static Geometry cutAtAntimeridian(Polygon polygon) {
    Envelope extent = polygon.getEnvelopeInternal();
    if (extent.getMinX() >= -180 && extent.getMaxX() <= 180) {
      return polygon;
    }
    Geometry all = FACTORY.createPolygon();
    for (int world = -1; world <= 1; world++) {
      for (Polygon part : Polygons.list(polygon.intersection(world(world)))) {
        all = all.union(shifted(part, -360.0 * world));
      }
    }
    return all;
  }

  private static Polygon shifted(Polygon part, double shift) {
    Coordinate[] corners = part.getExteriorRing().getCoordinates();
    Coordinate[] moved = new Coordinate[corners.length];
    for (int i = 0; i < corners.length; i++) {
      double x = Math.max(-180, Math.min(180, corners[i].x + shift));
      moved[i] = new Coordinate(x, corners[i].y);
    }
    return FACTORY.createPolygon(moved);
  }

  private static Geometry world(int number) {
    double west = 360.0 * number - 180;
    return FACTORY.toGeometry(new Envelope(west, west + 360, -90, 90));
  }
}
