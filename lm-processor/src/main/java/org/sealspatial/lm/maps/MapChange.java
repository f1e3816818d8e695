/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.maps;

import org.sealspatial.lm.domain.MapObject;
import org.sealspatial.lm.domain.SpatialAnchor;
import org.sealspatial.lm.domain.SpatialMap;

/**
 * A new version of one part of the spatial state: a map's profile, one object of a map, or an
 * anchor. Parts come in any order; an object may come before its map.
 */
public sealed interface MapChange {

  /** Version of the part; a lower or equal one is ignored. */
  long sequence();

  /** A map's profile is this now. */
  record MapSet(SpatialMap map, long sequence) implements MapChange {}

  /** The map's profile is gone; its objects stay until they are removed. */
  record MapRemoved(long mapId, long sequence) implements MapChange {}

  /** An object of this map is this now. */
  record ObjectSet(long mapId, MapObject object, long sequence) implements MapChange {}

  /** An object of this map is gone. */
  record ObjectRemoved(long mapId, String objectId, long sequence) implements MapChange {}

  /** An anchor is this now. */
  record AnchorSet(SpatialAnchor anchor, long sequence) implements MapChange {}

  /** An anchor is gone. */
  record AnchorRemoved(String anchorId, long sequence) implements MapChange {}
}
