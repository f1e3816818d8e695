/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of a map is shown. Layers that are not granted are as if they did not exist; areas are cut
 * to the grant; an object is shown only where a grant for its layer holds its position.
 *
 * @param coverage the parts of the map's coverage that are granted
 * @param layers the layers shown, in the map's order
 * @param asked the area the question narrows the map to
 * @param withheld whether a layer or a part of an area is hidden already, before objects are looked
 *     at; also where a layer was asked for that is not granted, existing or not
 */
public record MapClip(
    SpatialMap map,
    Optional<Volume> asked,
    List<Volume> coverage,
    List<ClippedLayer> layers,
    boolean withheld) {
  public MapClip {
    coverage = List.copyOf(coverage);
    layers = List.copyOf(layers);
  }

  static MapClip of(SpatialMap map, SpatialQuestion question, List<Grant> grants) {
    var layers = new ArrayList<ClippedLayer>();
    ClippedVolume coverage = ClippedVolume.of(map.coverage(), grants);
    boolean hidden = asksBeyond(question, grants) || coverage.isCut();
    for (MapLayer layer : map.layers()) {
      if (question.asksFor(layer)) {
        Optional<ClippedLayer> shown = ClippedLayer.of(layer, grants, coverage);
        shown.ifPresent(layers::add);
        hidden |= shown.map(ClippedLayer::isCut).orElse(true);
      }
    }
    return new MapClip(map, question.area().stream().findFirst(), coverage.parts(), layers, hidden);
  }

  // A layer that is not granted must look the same whether the map has it or not.
  private static boolean asksBeyond(SpatialQuestion question, List<Grant> grants) {
    return !question.augmentations().isEmpty()
        || question.layers().stream()
            .anyMatch(layer -> grants.stream().noneMatch(g -> g.allowsLayer(layer)));
  }
}
