/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The profile of a spatial map (TS 23.437 table 7.3.3.1-1); its objects are parts of their own.
 *
 * @param id Uint32, unique in this server
 * @param valService the VAL service the map belongs to
 * @param allowedEntities VAL clients, VAL UEs or VAL services that may access it; empty: any
 */
public record SpatialMap(
    long id,
    Optional<String> valService,
    Volume coverage,
    Set<String> allowedEntities,
    List<MapLayer> layers) {
  /** Largest map id, a Uint32 of TS 29.571. */
  public static final long MAX_ID = 0xFFFF_FFFFL;

  public SpatialMap {
    requireId(id);
    allowedEntities = Set.copyOf(allowedEntities);
    layers = List.copyOf(layers);
    var ids = new HashSet<String>();
    if (layers.isEmpty() || !layers.stream().map(MapLayer::id).allMatch(ids::add)) {
      throw new IllegalArgumentException("a map has one layer or more, each id once");
    }
  }

  static void requireId(long id) {
    if (id < 0 || id > MAX_ID) {
      throw new IllegalArgumentException("a map id is 0.." + MAX_ID);
    }
  }

  /**
   * The part of this map inside the volume; layers that do not reach into it are left out. Empty:
   * nothing of the map lies there.
   */
  Optional<SpatialMap> within(Volume volume) {
    List<MapLayer> inside = layers.stream().flatMap(l -> l.within(volume).stream()).toList();
    return coverage
        .intersection(volume)
        .filter(shared -> !inside.isEmpty())
        .map(shared -> new SpatialMap(id, valService, shared, allowedEntities, inside));
  }
}
