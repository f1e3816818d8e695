/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.TopologyException;

/**
 * Polygons as TS 29.572 can say them: at most 15 points. A larger one is cut in halves until the
 * pieces are small enough, so the answer is the same area, and never more than it.
 */
final class SmallPolygons {
  private static final int MAX_POINTS = 15;
  private static final int MAX_CUTS = 24;

  private SmallPolygons() {}

  static List<Polygon> of(List<Polygon> polygons) {
    var small = new ArrayList<Polygon>();
    polygons.forEach(polygon -> cut(polygon, 0, small));
    return small;
  }

  private static void cut(Geometry geometry, int cuts, List<Polygon> small) {
    for (int i = 0; i < geometry.getNumGeometries(); i++) {
      if (geometry.getGeometryN(i) instanceof Polygon polygon && !polygon.isEmpty()) {
        if (isSmall(polygon)) {
          small.add(polygon);
        } else if (cuts < MAX_CUTS) { // else left out: too little is right, too much is not
          halves(polygon).forEach(half -> cut(half, cuts + 1, small));
        }
      }
    }
  }

  private static boolean isSmall(Polygon polygon) {
    // The closing point is not written.
    return polygon.getNumInteriorRing() == 0 && polygon.getNumPoints() - 1 <= MAX_POINTS;
  }

  private static List<Geometry> halves(Polygon polygon) {
    Envelope box = polygon.getEnvelopeInternal();
    boolean wide = box.getWidth() >= box.getHeight();
    double middle = median(polygon, wide);
    double x = wide ? middle : box.getMaxX();
    double y = wide ? box.getMaxY() : middle;
    var lower = new Envelope(box.getMinX(), x, box.getMinY(), y);
    var upper =
        new Envelope(
            wide ? middle : box.getMinX(),
            box.getMaxX(),
            wide ? box.getMinY() : middle,
            box.getMaxY());
    try {
      return List.of(part(polygon, lower), part(polygon, upper));
    } catch (TopologyException e) {
      return List.of();
    }
  }

  private static Geometry part(Polygon polygon, Envelope box) {
    return polygon.intersection(polygon.getFactory().toGeometry(box));
  }

  /** Halfway through the corners; halfway through the extent where they all lie at its ends. */
  private static double median(Polygon polygon, boolean wide) {
    Coordinate[] corners = polygon.getCoordinates();
    double[] values = new double[corners.length];
    for (int i = 0; i < corners.length; i++) {
      values[i] = wide ? corners[i].x : corners[i].y;
    }
    Arrays.sort(values);
    double median = values[values.length / 2];
    boolean inside = median > values[0] && median < values[values.length - 1];
    return inside ? median : (values[0] + values[values.length - 1]) / 2;
  }
}
