/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Polygon;
import org.sealspatial.lm.domain.HeightRange;
import org.sealspatial.lm.domain.Position;
import org.sealspatial.lm.domain.Volume;

class SmallPolygonsTest {

  @ParameterizedTest
  @ValueSource(ints = {3, 15, 16, 40, 500, 1_000})
  void cut_pieces_are_the_same_area_in_pieces_of_fifteen_points(int corners) {
    var ring = new ArrayList<Double>();
    for (int i = 0; i < corners; i++) {
      double radius = corners > 15 && i % 2 == 1 ? 0.6 : 1; // a star
      ring.add(4 + radius * Math.cos(2 * Math.PI * i / corners));
      ring.add(52 + radius * Math.sin(2 * Math.PI * i / corners));
    }
    Volume star = Volume.of(ring, HeightRange.ANY);
    List<Polygon> pieces = SmallPolygons.of(star.polygons());
    double area = star.polygons().get(0).getArea();
    assertTrue(pieces.stream().allMatch(p -> p.getNumPoints() <= 16));
    assertEquals(area, pieces.stream().mapToDouble(Polygon::getArea).sum(), 1e-9 * area);
    assertTrue(
        pieces.stream().allMatch(p -> p.difference(star.polygons().get(0)).getArea() < 1e-12));
  }

  @Test
  void a_small_one_stays_as_it_is() {
    Volume square = Volume.of(0, 0, 1, 0, 1, 1, 0, 1);
    assertEquals(square.polygons(), SmallPolygons.of(square.polygons()));
  }

  @Test
  void local_metres_are_east_and_north_of_the_origin_also_across_the_antimeridian() {
    var frame = new LocalFrame(Position.of(4.36, 52.01));
    assertEquals(686.6, frame.x(Position.of(4.37, 52.01)), 0.5);
    assertEquals(1_112.7, frame.y(Position.of(4.36, 52.02)), 0.5);
    var dateline = new LocalFrame(Position.of(179.999, 0));
    assertEquals(222.6, dateline.x(Position.of(-179.999, 0)), 0.1);
  }
}
