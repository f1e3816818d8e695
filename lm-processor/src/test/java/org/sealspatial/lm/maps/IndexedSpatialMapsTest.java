/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.maps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.lm.domain.Fixtures.ELSEWHERE;
import static org.sealspatial.lm.domain.Fixtures.PLAZA;
import static org.sealspatial.lm.domain.Fixtures.WEST_OF_PLAZA;
import static org.sealspatial.lm.domain.Fixtures.anchor;
import static org.sealspatial.lm.domain.Fixtures.object;
import static org.sealspatial.lm.domain.Fixtures.plaza;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sealspatial.lm.domain.MapLayer;
import org.sealspatial.lm.domain.SpatialMap;
import org.sealspatial.lm.domain.Volume;

class IndexedSpatialMapsTest {
  private final IndexedSpatialMaps maps = new IndexedSpatialMaps();

  @Test
  void an_object_may_come_before_its_map() {
    assertTrue(maps.apply(new MapChange.ObjectSet(17, object("a", "trees", 4.2, 52.5), 1)));
    assertTrue(maps.snapshot().find(17).isEmpty());
    assertTrue(maps.apply(new MapChange.MapSet(plaza(), 1)));
    assertEquals(Set.of("a"), objects("trees", PLAZA));
  }

  @Test
  void a_lower_or_equal_version_is_ignored() {
    maps.apply(new MapChange.ObjectSet(17, object("a", "trees", 4.2, 52.5), 5));
    assertFalse(maps.apply(new MapChange.ObjectSet(17, object("a", "trees", 4.9, 52.5), 5)));
    assertFalse(maps.apply(new MapChange.ObjectRemoved(17, "a", 4)));
    assertEquals(Set.of("a"), objects("trees", WEST_OF_PLAZA));
  }

  @Test
  void what_was_removed_is_not_brought_back_by_an_older_version() {
    maps.apply(new MapChange.AnchorSet(anchor("x", 4.2, 52.5), 1));
    assertTrue(maps.apply(new MapChange.AnchorRemoved("x", 3)));
    assertFalse(maps.apply(new MapChange.AnchorSet(anchor("x", 4.2, 52.5), 2)));
    assertTrue(maps.snapshot().anchor("x").isEmpty());
    assertEquals(Set.of(), anchors(PLAZA));
  }

  @Test
  void versions_of_different_parts_are_their_own() {
    maps.apply(new MapChange.MapSet(plaza(), 9));
    assertTrue(maps.apply(new MapChange.ObjectSet(17, object("a", "trees", 4.2, 52.5), 1)));
    assertTrue(maps.apply(new MapChange.AnchorSet(anchor("a", 4.2, 52.5), 1)));
  }

  @Test
  void an_object_that_moves_is_found_in_one_place_and_counted_once() {
    maps.apply(new MapChange.ObjectSet(17, object("a", "trees", 4.2, 52.5), 1));
    maps.apply(new MapChange.ObjectSet(17, object("a", "buildings", 10.5, 10.5), 2));
    assertEquals(Set.of(), objects("trees", PLAZA));
    assertEquals(Set.of("a"), objects("buildings", ELSEWHERE));
    assertEquals(0, maps.snapshot().objectCount(17, "trees"));
    assertEquals(1, maps.snapshot().objectCount(17, "buildings"));
  }

  @Test
  void an_earlier_snapshot_stays_as_it_was() {
    maps.apply(new MapChange.MapSet(plaza(), 1));
    SpatialMaps before = maps.snapshot();
    maps.apply(new MapChange.MapRemoved(17, 2));
    assertTrue(before.find(17).isPresent());
    assertEquals(Set.of(17L), maps(before, PLAZA));
    assertTrue(maps.snapshot().find(17).isEmpty());
    assertEquals(Set.of(), maps(maps.snapshot(), PLAZA));
  }

  @Test
  void a_map_that_moves_leaves_its_old_place() {
    maps.apply(new MapChange.MapSet(plaza(), 1));
    maps.apply(new MapChange.MapSet(at(17, ELSEWHERE), 2));
    assertEquals(Set.of(), maps(maps.snapshot(), PLAZA));
    assertEquals(Set.of(17L), maps(maps.snapshot(), ELSEWHERE));
  }

  @Test
  void a_map_across_the_antimeridian_is_found_from_both_sides_once() {
    maps.apply(new MapChange.MapSet(at(5, Volume.of(179, 0, -179, 0, -179, 1, 179, 1)), 1));
    assertEquals(
        Set.of(5L),
        maps(maps.snapshot(), Volume.of(-179.5, 0.2, -178, 0.2, -178, 0.8, -179.5, 0.8)));
    var found = new ArrayList<Long>();
    Volume all = Volume.of(170, -5, -170, -5, -170, 5, 170, 5);
    maps.snapshot().maps(List.of(all, all), map -> found.add(map.id()));
    assertEquals(List.of(5L), found);
  }

  @Test
  void a_visitor_can_stop() {
    for (int i = 0; i < 100; i++) {
      maps.apply(new MapChange.AnchorSet(anchor("x" + i, 4.2 + i * 1e-3, 52.5), 1));
    }
    var found = new ArrayList<String>();
    maps.snapshot().anchors(List.of(PLAZA), a -> found.add(a.id()) && found.size() < 3);
    assertEquals(3, found.size());
  }

  @Test
  void many_things_in_one_place_are_all_found_and_removed() {
    for (int i = 0; i < 1_000; i++) {
      maps.apply(new MapChange.AnchorSet(anchor("x" + i, 4.2, 52.5), 1));
    }
    assertEquals(1_000, anchors(PLAZA).size());
    for (int i = 0; i < 1_000; i++) {
      maps.apply(new MapChange.AnchorRemoved("x" + i, 2));
    }
    assertEquals(Set.of(), anchors(PLAZA));
  }

  private static SpatialMap at(long id, Volume coverage) {
    return new SpatialMap(
        id,
        Optional.empty(),
        coverage,
        Set.of(),
        List.of(new MapLayer("l", Optional.empty(), Optional.empty())));
  }

  private Set<String> objects(String layer, Volume where) {
    var found = new TreeSet<String>();
    maps.snapshot().objects(17, layer, List.of(where), o -> found.add(o.id()));
    return found;
  }

  private Set<String> anchors(Volume where) {
    var found = new TreeSet<String>();
    maps.snapshot().anchors(List.of(where), a -> found.add(a.id()));
    return found;
  }

  private static Set<Long> maps(SpatialMaps snapshot, Volume where) {
    var found = new TreeSet<Long>();
    snapshot.maps(List.of(where), m -> found.add(m.id()));
    return found;
  }
}
