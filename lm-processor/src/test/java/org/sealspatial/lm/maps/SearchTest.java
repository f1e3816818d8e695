/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.maps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.sealspatial.lm.domain.Fixtures;
import org.sealspatial.lm.domain.MapLayer;
import org.sealspatial.lm.domain.SpatialAnchor;
import org.sealspatial.lm.domain.SpatialMap;
import org.sealspatial.lm.domain.Volume;

/** The index finds what looking at everything finds. */
class SearchTest {
  record Change(int id, double lon, double lat, boolean removed) {}

  @Property(tries = 300)
  void finds_the_anchors_that_looking_at_all_of_them_finds(
      @ForAll("changes") List<Change> changes, @ForAll("boxes") Volume where) {
    var maps = new IndexedSpatialMaps();
    Map<String, SpatialAnchor> all = new HashMap<>();
    long sequence = 0;
    for (Change change : changes) {
      String id = "a" + change.id();
      SpatialAnchor anchor = Fixtures.anchor(id, change.lon(), change.lat());
      sequence++;
      if (change.removed()) {
        maps.apply(new MapChange.AnchorRemoved(id, sequence));
        all.remove(id);
      } else {
        maps.apply(new MapChange.AnchorSet(anchor, sequence));
        all.put(id, anchor);
      }
    }
    Set<String> expected =
        all.values().stream()
            .filter(a -> where.contains(a.position()))
            .map(SpatialAnchor::id)
            .collect(Collectors.toCollection(TreeSet::new));
    var found = new TreeSet<String>();
    maps.snapshot().anchors(List.of(where), a -> found.add(a.id()));
    assertEquals(expected, found);
  }

  @Property(tries = 300)
  void finds_the_maps_that_looking_at_all_of_them_finds(
      @ForAll("manyBoxes") List<Volume> coverages, @ForAll("boxes") Volume where) {
    var maps = new IndexedSpatialMaps();
    var expected = new TreeSet<Long>();
    for (int i = 0; i < coverages.size(); i++) {
      long id = i % 40; // some move
      maps.apply(new MapChange.MapSet(map(id, coverages.get(i)), i));
      expected.remove(id);
      if (where.intersects(coverages.get(i))) {
        expected.add(id);
      }
    }
    var found = new TreeSet<Long>();
    maps.snapshot().maps(List.of(where), m -> found.add(m.id()));
    assertEquals(expected, found);
  }

  private static SpatialMap map(long id, Volume coverage) {
    return new SpatialMap(
        id,
        Optional.empty(),
        coverage,
        Set.of(),
        List.of(new MapLayer("l", Optional.empty(), Optional.empty())));
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 60),
            longitudes(),
            latitudes(),
            Arbitraries.of(true, false, false))
        .as(Change::new)
        .list()
        .ofMaxSize(200);
  }

  @Provide
  Arbitrary<List<Volume>> manyBoxes() {
    return boxes().list().ofMaxSize(60);
  }

  @Provide
  Arbitrary<Volume> boxes() {
    return Combinators.combine(
            longitudes(),
            Arbitraries.doubles().between(-80, 75),
            Arbitraries.doubles().between(0.001, 170).ofScale(4),
            Arbitraries.doubles().between(0.001, 10).ofScale(4))
        .as(SearchTest::box);
  }

  private static Volume box(double west, double south, double width, double height) {
    double east = Math.IEEEremainder(west + width, 360);
    return Volume.of(west, south, east, south, east, south + height, west, south + height);
  }

  // A coarse grid makes borders and equal places likely.
  private static Arbitrary<Double> longitudes() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(-18, 18).map(i -> i * 10.0),
        Arbitraries.doubles().between(-180, 180).ofScale(5));
  }

  private static Arbitrary<Double> latitudes() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(-9, 9).map(i -> i * 10.0),
        Arbitraries.doubles().between(-90, 90).ofScale(5));
  }
}
