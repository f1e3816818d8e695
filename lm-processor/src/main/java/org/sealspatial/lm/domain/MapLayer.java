/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.Optional;

/**
 * One layer of a spatial map (TS 29.437 SpatialMapLayerInfo).
 *
 * @param area empty: the whole coverage of the map
 * @param associatedMap the map that shows this layer in detail
 */
public record MapLayer(String id, Optional<Volume> area, Optional<String> associatedMap) {
  public MapLayer {
    Text.require(id, "a layer id");
  }

  /** The part of this layer inside the volume; a layer that is all of its map stays so. */
  Optional<MapLayer> within(Volume volume) {
    return area.isEmpty()
        ? Optional.of(this)
        : area.get()
            .intersection(volume)
            .map(shared -> new MapLayer(id, Optional.of(shared), associatedMap));
  }
}
