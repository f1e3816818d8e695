/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.List;
import java.util.Optional;

/**
 * A layer as far as it is granted.
 *
 * @param areas the granted parts of the layer's area
 * @param isCut whether some of the layer's area, or its associated map, is not granted
 * @param grants the grants that name this layer
 */
public record ClippedLayer(MapLayer layer, List<Volume> areas, boolean isCut, List<Grant> grants) {
  public ClippedLayer {
    areas = List.copyOf(areas);
    grants = List.copyOf(grants);
  }

  static Optional<ClippedLayer> of(MapLayer layer, List<Grant> grants, ClippedVolume coverage) {
    List<Grant> mine = grants.stream().filter(g -> g.allowsLayer(layer.id())).toList();
    ClippedVolume area = coverage.or(layer.area().orElse(coverage.volume()), mine);
    boolean cut = area.isCut() || hidesAssociatedMap(layer, mine);
    return area.parts().isEmpty()
        ? Optional.empty()
        : Optional.of(new ClippedLayer(layer, area.parts(), cut, mine));
  }

  /** The associated map, where a grant lets the asker know of it. */
  public Optional<String> associatedMap() {
    return hidesAssociatedMap(layer, grants) ? Optional.empty() : layer.associatedMap();
  }

  private static boolean hidesAssociatedMap(MapLayer layer, List<Grant> grants) {
    return layer.associatedMap().isPresent()
        && grants.stream().noneMatch(g -> g.allowsMap(layer.associatedMap().get()));
  }

  /** Where objects of this layer may be shown; empty: anywhere. */
  public List<Volume> reach() {
    return grants.stream().anyMatch(g -> g.area().isEmpty())
        ? List.of()
        : grants.stream().flatMap(g -> g.area().stream()).toList();
  }

  /** Whether this object of the layer may be shown. */
  public boolean shows(MapObject object) {
    return object.layer().equals(layer.id())
        && grants.stream().anyMatch(g -> g.allows(object.position()));
  }
}
