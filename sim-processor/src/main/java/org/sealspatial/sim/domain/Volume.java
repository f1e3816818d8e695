/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.domain;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.AffineTransformation;

/**
 * A polygon on the WGS 84 ellipsoid with a height range. A ring whose neighbours lie more than 180
 * degrees of longitude apart crosses the antimeridian; a ring round a pole is refused.
 *
 * @param polygon longitudes and latitudes in degrees; longitudes may run past 180
 * @param minHeight ellipsoidal metres, may be negative infinity
 * @param maxHeight ellipsoidal metres, may be positive infinity
 */
public record Volume(Polygon polygon, double minHeight, double maxHeight) {
  private static final GeometryFactory GEOMETRY = new GeometryFactory();
  private static final double NEGLIGIBLE = 1e-14; // square degrees, about a square centimetre

  /** Validates: a simple polygon of some size, and a height range that is not empty. */
  public Volume {
    boolean overlapsItself = polygon.getEnvelopeInternal().getWidth() > 360;
    if (!polygon.isValid() || polygon.getArea() < NEGLIGIBLE || overlapsItself) {
      throw new IllegalArgumentException("not a simple polygon with an area");
    }
    if (!(minHeight <= maxHeight)) {
      throw new IllegalArgumentException("minHeight is above maxHeight");
    }
  }

  /**
   * A volume from a flat ring.
   *
   * @param ring lon, lat, lon, lat ...; the first point is not repeated
   * @throws IllegalArgumentException where it is not a simple polygon
   */
  public static Volume of(List<Double> ring, double minHeight, double maxHeight) {
    var points = new ArrayList<Coordinate>();
    for (int i = 0; i + 1 < ring.size(); i += 2) {
      double lon = ring.get(i);
      if (!points.isEmpty()) {
        double previous = points.get(points.size() - 1).x;
        lon += Math.rint((previous - lon) / 360) * 360; // the short way round
      }
      points.add(new Coordinate(lon, ring.get(i + 1)));
    }
    if (points.size() < 3) {
      throw new IllegalArgumentException("a polygon has at least three points");
    }
    points.add(points.get(0).copy());
    requireShortEdges(points);
    return new Volume(
        GEOMETRY.createPolygon(points.toArray(Coordinate[]::new)), minHeight, maxHeight);
  }

  /**
   * Else the ring goes round a pole, or it can't be told which way: LM-S would see another area.
   */
  private static void requireShortEdges(List<Coordinate> points) {
    for (int i = 1; i < points.size(); i++) {
      if (Math.abs(points.get(i).x - points.get(i - 1).x) >= 180) {
        throw new IllegalArgumentException("an edge spans less than 180 degrees of longitude");
      }
    }
  }

  /** What both have in common: no, one or several volumes. */
  public List<Volume> intersection(Volume other) {
    double low = Math.max(minHeight, other.minHeight);
    double high = Math.min(maxHeight, other.maxHeight);
    var common = new ArrayList<Volume>();
    if (low > high) {
      return common;
    }
    for (int turn = -1; turn <= 1; turn++) {
      Geometry cut = polygon.intersection(other.turned(turn));
      for (int i = 0; i < cut.getNumGeometries(); i++) {
        if (cut.getGeometryN(i) instanceof Polygon part && part.getArea() >= NEGLIGIBLE) {
          common.add(new Volume(part, low, high));
        }
      }
    }
    return common;
  }

  private Geometry turned(int turns) {
    return turns == 0
        ? polygon
        : AffineTransformation.translationInstance(360.0 * turns, 0).transform(polygon);
  }

  /** The ring as lon, lat, ...; longitudes within -180 to 180; the first point is not repeated. */
  public List<Double> ring() {
    Coordinate[] points = polygon.getExteriorRing().getCoordinates();
    var ring = new ArrayList<Double>();
    for (int i = 0; i + 1 < points.length; i++) {
      double lon = points[i].x;
      ring.add(lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon);
      ring.add(points[i].y);
    }
    return ring;
  }
}
