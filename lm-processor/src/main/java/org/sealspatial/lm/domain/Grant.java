/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.Optional;
import java.util.Set;

/**
 * One authorization_details object of a token (RFC 9396): the product of its lists. A token with
 * several grants allows their union.
 *
 * @param actions what may be done; never empty
 * @param maps map ids; empty: any
 * @param layers layer ids; empty: any
 * @param area where; empty: anywhere
 */
public record Grant(
    Set<String> actions, Set<Long> maps, Set<String> layers, Optional<Volume> area) {
  public Grant {
    actions = Set.copyOf(actions);
    maps = Set.copyOf(maps);
    layers = Set.copyOf(layers);
  }

  /** These actions on everything: the meaning of a scope without authorization details. */
  public static Grant everywhere(Set<String> actions) {
    return new Grant(actions, Set.of(), Set.of(), Optional.empty());
  }

  boolean allowsAction(String action) {
    return actions.contains(action);
  }

  boolean allowsMap(long map) {
    return maps.isEmpty() || maps.contains(map);
  }

  boolean allowsMap(String map) {
    return maps.isEmpty() || maps.stream().map(String::valueOf).anyMatch(map::equals);
  }

  boolean allowsLayer(String layer) {
    return layers.isEmpty() || layers.contains(layer);
  }

  boolean allows(Position position) {
    return area.map(a -> a.contains(position)).orElse(true);
  }

  boolean reaches(Volume volume) {
    return area.map(a -> a.intersects(volume)).orElse(true);
  }

  /** Whether nothing but an area can hide something. */
  boolean namesNoMapOrLayer() {
    return maps.isEmpty() && layers.isEmpty();
  }

  /** The anchor's place must be granted in every respect the grant names. */
  boolean allows(SpatialAnchor anchor) {
    return allows(anchor.position()) && allows(anchor.place());
  }

  private boolean allows(SpatialAnchor.MapPlace place) {
    boolean map =
        maps.isEmpty() || (place.mapId().isPresent() && maps.contains(place.mapId().getAsLong()));
    return map && (layers.isEmpty() || place.layer().map(layers::contains).orElse(false));
  }
}
