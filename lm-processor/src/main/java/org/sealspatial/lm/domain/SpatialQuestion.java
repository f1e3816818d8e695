/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What an LM client wants to know, parsed from the parameters of TS 29.437.
 *
 * @param service TS 23.437 name of the spatial localization service
 * @param operation the operation, which is also the action a token must grant
 * @param mapId map-id
 * @param layers map-layer-list; empty: all
 * @param augmentations aug-with; empty: none
 * @param area area-int: the union of these volumes; empty: anywhere
 * @param valService svc-id
 * @param anchorIds anchor-ids; empty: any
 * @param anchorInfo anch-inf, base64
 */
public record SpatialQuestion(
    String service,
    String operation,
    OptionalLong mapId,
    Set<String> layers,
    Set<String> augmentations,
    List<Volume> area,
    Optional<String> valService,
    Set<String> anchorIds,
    Optional<String> anchorInfo) {
  public SpatialQuestion {
    layers = Set.copyOf(layers);
    augmentations = Set.copyOf(augmentations);
    area = List.copyOf(area);
    anchorIds = Set.copyOf(anchorIds);
    mapId.ifPresent(SpatialMap::requireId);
  }

  boolean asksFor(MapLayer layer) {
    return layers.isEmpty() || layers.contains(layer.id());
  }

  boolean asksForServiceOf(SpatialMap map) {
    return valService.isEmpty()
        || map.valService().isEmpty()
        || map.valService().equals(valService);
  }

  boolean asksFor(SpatialAnchor anchor) {
    return (anchorIds.isEmpty() || anchorIds.contains(anchor.id()))
        && (area.isEmpty() || area.stream().anyMatch(a -> a.contains(anchor.position())))
        && valService.map(anchor.service().valService()::equals).orElse(true)
        && (anchorInfo.isEmpty() || anchorInfo.equals(anchor.applicationInfo()));
  }
}
