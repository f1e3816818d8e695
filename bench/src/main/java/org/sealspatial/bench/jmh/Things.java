/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.jmh;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.lm.domain.MapLayer;
import org.sealspatial.lm.domain.Position;
import org.sealspatial.lm.domain.SpatialAnchor;
import org.sealspatial.lm.domain.SpatialMap;
import org.sealspatial.lm.domain.Volume;
import org.sealspatial.lm.maps.MapChange;

/** Maps and anchors to fill an index with. */
final class Things {
  private static final double WIDTH = 0.003; // degrees: a block of houses
  private static final List<MapLayer> LAYERS =
      List.of(new MapLayer("ground", Optional.empty(), Optional.empty()));
  private static final SpatialAnchor.Service SERVICE =
      new SpatialAnchor.Service("arcade.example", "https://arcade.example/enter");

  private Things() {}

  static MapChange map(int number, Position at) {
    double west = at.longitude();
    double south = at.latitude();
    Volume block =
        Volume.of(
            west, south, west + WIDTH, south, west + WIDTH, south + WIDTH, west, south + WIDTH);
    var map = new SpatialMap(number, Optional.empty(), block, Set.of(), LAYERS);
    return new MapChange.MapSet(map, 1);
  }

  static MapChange anchor(int number, Position at) {
    var anchor =
        new SpatialAnchor(
            "anchor-" + number,
            at,
            SpatialAnchor.MapPlace.NOWHERE,
            SERVICE,
            Optional.empty(),
            SpatialAnchor.Access.OPEN);
    return new MapChange.AnchorSet(anchor, 1);
  }
}
