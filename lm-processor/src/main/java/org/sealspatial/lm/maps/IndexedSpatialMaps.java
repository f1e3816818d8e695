/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.maps;

import java.util.HashMap;
import java.util.Map;
import org.sealspatial.lm.maps.MapChange.AnchorRemoved;
import org.sealspatial.lm.maps.MapChange.AnchorSet;
import org.sealspatial.lm.maps.MapChange.MapRemoved;
import org.sealspatial.lm.maps.MapChange.MapSet;
import org.sealspatial.lm.maps.MapChange.ObjectRemoved;
import org.sealspatial.lm.maps.MapChange.ObjectSet;

/**
 * The spatial state, written by one thread and read by many. A change costs O(log n) and leaves
 * every earlier snapshot as it was.
 */
public final class IndexedSpatialMaps {
  /** A part of the state that has a version of its own. */
  private sealed interface Part {
    record OfMap(long mapId) implements Part {}

    record OfObject(long mapId, String objectId) implements Part {}

    record OfAnchor(String anchorId) implements Part {}
  }

  // Versions of removed parts stay, else an older record could bring them back.
  private final Map<Part, Long> versions = new HashMap<>();
  private volatile Snapshot current = Snapshot.empty();

  /** The state now. Cheap; any thread. */
  public SpatialMaps snapshot() {
    return current;
  }

  /**
   * Takes a change in; the writer's thread only.
   *
   * @return false where the part has this version or a later one already: nothing changed
   */
  public boolean apply(MapChange change) {
    Part part = partOf(change);
    Long known = versions.get(part);
    if (known != null && change.sequence() <= known) {
      return false;
    }
    current = applied(change);
    versions.put(part, change.sequence());
    return true;
  }

  private static Part partOf(MapChange change) {
    if (change instanceof MapSet set) {
      return new Part.OfMap(set.map().id());
    }
    if (change instanceof MapRemoved removed) {
      return new Part.OfMap(removed.mapId());
    }
    if (change instanceof ObjectSet set) {
      return new Part.OfObject(set.mapId(), set.object().id());
    }
    if (change instanceof ObjectRemoved removed) {
      return new Part.OfObject(removed.mapId(), removed.objectId());
    }
    return new Part.OfAnchor(
        change instanceof AnchorSet set ? set.anchor().id() : ((AnchorRemoved) change).anchorId());
  }

  private Snapshot applied(MapChange change) {
    if (change instanceof MapSet set) {
      return current.plus(set.map());
    }
    if (change instanceof MapRemoved removed) {
      return current.minusMap(removed.mapId());
    }
    if (change instanceof ObjectSet set) {
      return current.plus(set.mapId(), set.object());
    }
    if (change instanceof ObjectRemoved removed) {
      return current.minusObject(removed.mapId(), removed.objectId());
    }
    return change instanceof AnchorSet set
        ? current.plus(set.anchor())
        : current.minusAnchor(((AnchorRemoved) change).anchorId());
  }
}
