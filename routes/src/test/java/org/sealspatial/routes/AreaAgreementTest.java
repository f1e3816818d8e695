/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.sealspatial.lm.domain.HeightRange;
import org.sealspatial.lm.domain.Position;

/**
 * SIM-S grants areas and LM-S enforces them, each with its own geometry: whatever ring SIM-S takes,
 * LM-S must take it for the same area.
 */
class AreaAgreementTest {
  private static final GeometryFactory GEOMETRY = new GeometryFactory();
  private static final double[] LONGITUDES = {-180, -170, -110, -90, 0, 10, 90, 130, 170, 180};

  private final Random random = new Random(721);

  @Test
  void both_see_the_same_area_in_a_ring() {
    int taken = 0;
    for (int i = 0; i < 20_000; i++) {
      List<Double> ring = ring();
      Optional<org.sealspatial.sim.domain.Volume> sim = sim(ring);
      if (sim.isPresent()) {
        taken++;
        compare(ring, sim.get());
      }
    }
    assertTrue(taken > 1_000, "only " + taken + " rings were taken");
  }

  @Test
  void what_sim_cuts_out_of_two_areas_is_an_area_for_lm() {
    int cut = 0;
    for (int i = 0; i < 20_000; i++) {
      var first = sim(ring());
      var second = sim(ring());
      if (first.isPresent() && second.isPresent()) {
        for (var common : first.get().intersection(second.get())) {
          cut++;
          compare(common.ring(), common);
        }
      }
    }
    assertTrue(cut > 500, "only " + cut + " pieces");
  }

  private void compare(List<Double> ring, org.sealspatial.sim.domain.Volume sim) {
    var lm = lm(ring);
    for (int i = 0; i < 20; i++) {
      double lon = random.nextDouble() * 360 - 180;
      double lat = random.nextDouble() * 180 - 90;
      assertEquals(covers(sim, lon, lat), lm.contains(Position.of(lon, lat)), ring.toString());
    }
  }

  private static org.sealspatial.lm.domain.Volume lm(List<Double> ring) {
    return assertDoesNotThrow(
        () -> org.sealspatial.lm.domain.Volume.of(ring, HeightRange.ANY), ring::toString);
  }

  private static boolean covers(org.sealspatial.sim.domain.Volume sim, double lon, double lat) {
    for (int turn = -1; turn <= 1; turn++) {
      if (sim.polygon().covers(GEOMETRY.createPoint(new Coordinate(lon + 360 * turn, lat)))) {
        return true;
      }
    }
    return false;
  }

  private static Optional<org.sealspatial.sim.domain.Volume> sim(List<Double> ring) {
    try {
      return Optional.of(org.sealspatial.sim.domain.Volume.of(ring, 0, 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private List<Double> ring() {
    var ring = new ArrayList<Double>();
    int corners = 3 + random.nextInt(4);
    for (int i = 0; i < corners; i++) {
      boolean round = random.nextBoolean();
      ring.add(
          round ? LONGITUDES[random.nextInt(LONGITUDES.length)] : random.nextDouble() * 360 - 180);
      ring.add(round ? random.nextInt(19) * 10 - 90.0 : random.nextDouble() * 180 - 90);
    }
    return ring;
  }
}
