/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sealspatial.lm.domain.Fixtures.NOON;
import static org.sealspatial.lm.domain.Fixtures.anchor;
import static org.sealspatial.lm.domain.Fixtures.anchorsIn;
import static org.sealspatial.lm.domain.Fixtures.grant;
import static org.sealspatial.lm.domain.Fixtures.token;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.sealspatial.lm.domain.Grant;
import org.sealspatial.lm.domain.Position;
import org.sealspatial.lm.domain.VerifiedToken;
import org.sealspatial.lm.domain.Volume;
import org.sealspatial.lm.json.AnswerText;
import org.sealspatial.lm.maps.IndexedSpatialMaps;
import org.sealspatial.lm.maps.MapChange;

/** Anchors that are hidden change nothing in any answer, whatever is asked: nobody can probe. */
class DiscoverySecrecyTest {

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void hidden_anchors_and_none_at_all_give_the_same_answer(
      @ForAll("boxes") Volume granted,
      @ForAll("boxes") Volume asked,
      @ForAll("places") List<Position> places) {
    Grant grant = grant(Set.of(), Set.of(), granted);
    var all = new IndexedSpatialMaps();
    var visible = new IndexedSpatialMaps();
    for (int i = 0; i < places.size(); i++) {
      Position at = places.get(i);
      var set = new MapChange.AnchorSet(anchor("a" + i, at.longitude(), at.latitude()), 1);
      all.apply(set);
      if (granted.contains(at)) {
        visible.apply(set);
      }
    }
    assertEquals(discover(visible, grant, asked), discover(all, grant, asked));
  }

  private static AnswerText discover(IndexedSpatialMaps maps, Grant grant, Volume asked) {
    VerifiedToken token = token("SS_SAnDiscovery", grant);
    var service = SpatialServices.find("SS_SAnDiscovery", "discover").orElseThrow();
    return service
        .answering()
        .answer(new Asked(token, anchorsIn(asked), maps.snapshot(), NOON))
        .fold(answer -> AnswerText.of(answer, 1 << 20).orElseThrow(), cause -> null);
  }

  @Provide
  Arbitrary<List<Position>> places() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 16), Arbitraries.integers().between(0, 16))
        .as((x, y) -> Position.of(x / 4.0, y / 4.0))
        .list()
        .ofMaxSize(80); // more than a leaf of the index holds
  }

  @Provide
  Arbitrary<Volume> boxes() {
    Arbitrary<Integer> from = Arbitraries.integers().between(0, 14);
    Arbitrary<Integer> size = Arbitraries.integers().between(1, 8);
    return Combinators.combine(from, from, size, size).as(DiscoverySecrecyTest::box);
  }

  private static Volume box(int x, int y, int width, int height) {
    double west = x / 4.0;
    double south = y / 4.0;
    double east = west + width / 4.0;
    double north = south + height / 4.0;
    return Volume.of(west, south, east, south, east, north, west, north);
  }
}
