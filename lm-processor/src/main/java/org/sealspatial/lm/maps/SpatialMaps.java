/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.maps;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sealspatial.lm.domain.MapObject;
import org.sealspatial.lm.domain.SpatialAnchor;
import org.sealspatial.lm.domain.SpatialMap;
import org.sealspatial.lm.domain.Volume;

/**
 * All maps and anchors at one moment; never changes. A list of volumes means their union, an empty
 * list means everywhere. A visitor is called once for each match and returns whether to go on.
 */
public interface SpatialMaps {

  /** The profile of this map; empty also where only objects of it are known. */
  Optional<SpatialMap> find(long mapId);

  /** Maps whose coverage meets the volumes. */
  void maps(List<Volume> where, Predicate<SpatialMap> visitor);

  /** Objects of this layer of this map inside the volumes. */
  void objects(long mapId, String layer, List<Volume> where, Predicate<MapObject> visitor);

  /** How many objects this layer of this map has. */
  int objectCount(long mapId, String layer);

  /** The anchor with this id. */
  Optional<SpatialAnchor> anchor(String anchorId);

  /** Anchors inside the volumes. */
  void anchors(List<Volume> where, Predicate<SpatialAnchor> visitor);
}
