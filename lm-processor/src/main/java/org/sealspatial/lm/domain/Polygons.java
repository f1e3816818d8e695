/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;

/** The polygons of a geometry, without the points and lines that intersections leave behind. */
final class Polygons {
  /** Square degrees, about a square centimetre: SIM-S grants no smaller area. */
  static final double SMALLEST = 1e-14;

  /** Square degrees, about a square decimetre: rounding makes slivers up to this along borders. */
  static final double SLIVER = 1e-12;

  private Polygons() {}

  /** One geometry of them, without slivers. */
  static Geometry common(Geometry geometry) {
    List<Polygon> polygons = list(geometry, SLIVER);
    return polygons.size() == 1
        ? polygons.get(0)
        : Ring.FACTORY.createMultiPolygon(polygons.toArray(Polygon[]::new));
  }

  static List<Polygon> list(Geometry geometry) {
    return list(geometry, 0);
  }

  private static List<Polygon> list(Geometry geometry, double smallest) {
    var polygons = new ArrayList<Polygon>();
    for (int i = 0; i < geometry.getNumGeometries(); i++) {
      if (geometry.getGeometryN(i) instanceof Polygon polygon && polygon.getArea() > smallest) {
        polygons.add(polygon);
      }
    }
    return polygons;
  }
}
