/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Polygon;

class VolumeTest {
  private static final Volume SQUARE = Volume.of(0, 0, 10, 0, 10, 10, 0, 10);
  private static final Volume FIJI = Volume.of(170, -20, -170, -20, -170, -10, 170, -10);
  private static final Volume ARCTIC = Volume.of(0, 80, 90, 80, 180, 80, -90, 80);

  @Test
  void holds_its_inside_and_its_border() {
    assertTrue(SQUARE.contains(Position.of(5, 5)));
    assertTrue(SQUARE.contains(Position.of(10, 5)));
    assertTrue(SQUARE.contains(Position.of(0, 0)));
    assertFalse(SQUARE.contains(Position.of(10.000001, 5)));
  }

  @Test
  void crosses_the_antimeridian_the_shorter_way() {
    assertTrue(FIJI.contains(Position.of(175, -15)));
    assertTrue(FIJI.contains(Position.of(-175, -15)));
    assertTrue(FIJI.contains(Position.of(180, -15)));
    assertTrue(FIJI.contains(Position.of(-180, -15)));
    assertFalse(FIJI.contains(Position.of(0, -15)));
    assertFalse(FIJI.contains(Position.of(169, -15)));
    assertEquals(200, area(FIJI), 1e-9);
  }

  @Test
  void knows_the_antimeridian_by_both_its_names() {
    Volume west = Volume.of(170, 0, 180, 0, 180, 10, 170, 10);
    assertTrue(west.contains(Position.of(-180, 5)));
    assertTrue(west.boxes().stream().anyMatch(box -> box.contains(-180, 5)));
  }

  @Test
  void covers_and_meets_across_the_antimeridian() {
    Volume inner = Volume.of(179, -15, -179, -15, -179, -12, 179, -12);
    assertTrue(FIJI.covers(inner));
    assertFalse(inner.covers(FIJI));
    assertTrue(FIJI.intersects(Volume.of(-172, -15, -160, -15, -160, -12, -172, -12)));
    assertEquals(6, area(FIJI.intersection(inner).orElseThrow()), 1e-9);
  }

  @Test
  void goes_round_a_pole_on_the_smaller_side_whatever_the_direction() {
    Volume backwards = Volume.of(-90, 80, 180, 80, 90, 80, 0, 80);
    for (Volume cap : List.of(ARCTIC, backwards)) {
      assertTrue(cap.contains(Position.of(17, 85)));
      assertTrue(cap.contains(Position.of(-135, 89.9)));
      assertTrue(cap.contains(Position.of(45, 90)));
      assertFalse(cap.contains(Position.of(17, 79)));
      assertFalse(cap.contains(Position.of(17, -85)));
    }
  }

  @Test
  void goes_round_the_south_pole() {
    Volume cap = Volume.of(10, -70, 130, -75, -110, -80);
    assertTrue(cap.contains(Position.of(0, -89)));
    assertFalse(cap.contains(Position.of(0, 0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 1 1", // two corners
        "0 0 1 1 2 2", // no area
        "0 0 10 10 10 0 0 10", // crosses itself
        "0 0 0 0 0 0", // one corner
        "0 0 10 0 0 0", // there and back
        "0 0 180 0 90 50", // which way round?
        "0 0 181 0 5 5",
        "0 0 5 91 5 5",
        "0 0 NaN 0 5 5",
        "0 0 Infinity 0 5 5",
        "0 0 1 0 1 1 0", // half a corner
        "0 0 120 0 -120 0", // round the equator: which pole?
        "0 0 1e-9 0 1e-9 1e-9" // nothing
      })
  void refuses_what_is_no_simple_polygon(String ring) {
    double[] numbers =
        java.util.Arrays.stream(ring.split(" ")).mapToDouble(Double::parseDouble).toArray();
    assertThrows(IllegalArgumentException.class, () -> Volume.of(numbers));
  }

  @Test
  void a_corner_that_is_repeated_counts_once() {
    assertEquals(SQUARE, Volume.of(0, 0, 0, 0, 10, 0, 10, 10, 0, 10));
    assertEquals(SQUARE, Volume.of(0, 0, 10, 0, 10, 10, 0, 10, 0, 0));
    assertEquals(FIJI, Volume.of(170, -20, 180, -20, -180, -20, -170, -20, -170, -10, 170, -10));
  }

  @Test
  void refuses_more_corners_than_it_may_have() {
    double[] ring = new double[2 * (Volume.MAX_CORNERS + 1)];
    for (int i = 0; i <= Volume.MAX_CORNERS; i++) {
      ring[2 * i] = Math.cos(2 * Math.PI * i / (Volume.MAX_CORNERS + 1));
      ring[2 * i + 1] = Math.sin(2 * Math.PI * i / (Volume.MAX_CORNERS + 1));
    }
    assertThrows(IllegalArgumentException.class, () -> Volume.of(ring));
  }

  @Test
  void limits_heights_and_takes_an_unknown_height_for_outside() {
    Volume storey = SQUARE.at(new HeightRange(3, 6));
    assertTrue(storey.contains(Position.of(5, 5, 3)));
    assertTrue(storey.contains(Position.of(5, 5, 6)));
    assertFalse(storey.contains(Position.of(5, 5, 6.1)));
    assertFalse(storey.contains(Position.of(5, 5)));
    assertTrue(SQUARE.contains(Position.of(5, 5)));
  }

  @Test
  void a_half_open_range_needs_a_known_height_too() {
    HeightRange upwards = HeightRange.between(OptionalDouble.of(0), OptionalDouble.empty());
    assertFalse(SQUARE.at(upwards).contains(Position.of(5, 5)));
    assertTrue(SQUARE.at(upwards).contains(Position.of(5, 5, 1e6)));
  }

  @Test
  void refuses_heights_that_make_no_range() {
    assertThrows(IllegalArgumentException.class, () -> new HeightRange(2, 1));
    assertThrows(IllegalArgumentException.class, () -> new HeightRange(Double.NaN, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> HeightRange.between(OptionalDouble.of(Double.NaN), OptionalDouble.empty()));
  }

  @Test
  void neighbours_share_a_border_and_no_volume() {
    Volume next = Volume.of(10, 0, 20, 0, 20, 10, 10, 10);
    assertFalse(SQUARE.intersects(next));
    assertTrue(SQUARE.intersection(next).isEmpty());
  }

  @Test
  void volumes_one_above_the_other_do_not_meet() {
    assertFalse(SQUARE.at(new HeightRange(0, 3)).intersects(SQUARE.at(new HeightRange(4, 9))));
    assertFalse(SQUARE.at(new HeightRange(0, 3)).intersects(SQUARE.at(new HeightRange(3, 9))));
    assertTrue(SQUARE.at(new HeightRange(3, 3)).intersects(SQUARE.at(new HeightRange(3, 9))));
    assertEquals(
        new HeightRange(2, 3),
        SQUARE
            .at(new HeightRange(0, 3))
            .intersection(SQUARE.at(new HeightRange(2, 9)))
            .orElseThrow()
            .heights());
  }

  @Test
  void several_volumes_cover_together_side_by_side_and_stacked() {
    Volume west = Volume.of(0, 0, 5, 0, 5, 10, 0, 10);
    Volume east = Volume.of(5, 0, 10, 0, 10, 10, 5, 10);
    assertTrue(Volume.cover(List.of(west, east), SQUARE));
    assertFalse(Volume.cover(List.of(west), SQUARE));
    Volume low = SQUARE.at(new HeightRange(0, 5));
    Volume high = SQUARE.at(new HeightRange(5, 9));
    assertTrue(Volume.cover(List.of(low, high), SQUARE.at(new HeightRange(1, 8))));
    assertFalse(Volume.cover(List.of(low, high), SQUARE.at(new HeightRange(1, 10))));
    assertFalse(Volume.cover(List.of(), SQUARE));
  }

  @Test
  void a_disc_lies_around_its_circle_also_at_the_pole_and_the_antimeridian() {
    Volume plaza = Volume.circle(Position.of(4.36, 52.01), 100);
    assertTrue(plaza.contains(Position.of(4.36, 52.01 + 100 / 111_195.1)));
    assertFalse(plaza.contains(Position.of(4.36, 52.01 + 102 / 111_195.1)));
    assertTrue(Volume.circle(Position.of(180, 0), 1_000).contains(Position.of(-179.999, 0)));
    assertTrue(Volume.circle(Position.of(10, 89.99), 5_000).contains(Position.of(-170, 89.99)));
    assertThrows(IllegalArgumentException.class, () -> Volume.circle(Position.of(0, 0), 0));
  }

  @Test
  void its_reference_point_is_inside() {
    assertTrue(FIJI.contains(FIJI.reference()));
    assertTrue(ARCTIC.contains(ARCTIC.reference()));
  }

  private static double area(Volume volume) {
    return volume.polygons().stream().mapToDouble(Polygon::getArea).sum();
  }
}
