/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;

/** The polygons of a geometry, without the points and lines that intersections leave behind. */
final class Polygons {
  /** Square degrees; about a hundredth of a square metre at the equator. */
  static final double SMALLEST = 1e-12;

  private Polygons() {}

  static Geometry of(Geometry geometry) {
    List<Polygon> polygons = list(geometry);
    return polygons.size() == 1
        ? polygons.get(0)
        : Ring.FACTORY.createMultiPolygon(polygons.toArray(Polygon[]::new));
  }

  static List<Polygon> list(Geometry geometry) {
    var polygons = new ArrayList<Polygon>();
    for (int i = 0; i < geometry.getNumGeometries(); i++) {
      if (geometry.getGeometryN(i) instanceof Polygon polygon && polygon.getArea() > SMALLEST) {
        polygons.add(polygon);
      }
    }
    return polygons;
  }
}
