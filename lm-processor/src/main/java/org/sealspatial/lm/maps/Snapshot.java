/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.maps;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.locationtech.jts.geom.Envelope;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.sealspatial.lm.domain.MapObject;
import org.sealspatial.lm.domain.SpatialAnchor;
import org.sealspatial.lm.domain.SpatialMap;
import org.sealspatial.lm.domain.Volume;

/**
 * {@link SpatialMaps} of persistent trees: a change shares all but one path with the state before.
 */
record Snapshot(
    PMap<Long, MapParts> parts,
    QuadTree<Tile, SpatialMap> coverages,
    PMap<String, SpatialAnchor> anchors,
    Places<SpatialAnchor> anchorPlaces)
    implements SpatialMaps {
  private static final Envelope EVERYWHERE = new Envelope(-180, 180, -90, 90);

  /** One polygon of a map's coverage. */
  record Tile(long mapId, int number) {}

  static Snapshot empty() {
    return new Snapshot(
        HashTreePMap.empty(), QuadTree.empty(), HashTreePMap.empty(), Places.none());
  }

  Snapshot plus(SpatialMap map) {
    Snapshot rest = minusMap(map.id());
    QuadTree<Tile, SpatialMap> covered = rest.coverages;
    for (QuadTree.Entry<Tile, SpatialMap> tile : tiles(map)) {
      covered = covered.plus(tile);
    }
    MapParts with = rest.partsOf(map.id()).with(Optional.of(map));
    return new Snapshot(rest.parts.plus(map.id(), with), covered, anchors, anchorPlaces);
  }

  Snapshot minusMap(long mapId) {
    Optional<SpatialMap> old = find(mapId);
    if (old.isEmpty()) {
      return this;
    }
    QuadTree<Tile, SpatialMap> covered = coverages;
    for (QuadTree.Entry<Tile, SpatialMap> tile : tiles(old.get())) {
      covered = covered.minus(tile);
    }
    return new Snapshot(
        replaced(mapId, partsOf(mapId).with(Optional.empty())), covered, anchors, anchorPlaces);
  }

  private static List<QuadTree.Entry<Tile, SpatialMap>> tiles(SpatialMap map) {
    List<Envelope> boxes = map.coverage().boxes();
    return IntStream.range(0, boxes.size())
        .mapToObj(i -> new QuadTree.Entry<>(new Tile(map.id(), i), boxes.get(i), map))
        .toList();
  }

  Snapshot plus(long mapId, MapObject object) {
    return withParts(mapId, partsOf(mapId).plus(object));
  }

  Snapshot minusObject(long mapId, String objectId) {
    return withParts(mapId, partsOf(mapId).minus(objectId));
  }

  private Snapshot withParts(long mapId, MapParts changed) {
    return new Snapshot(replaced(mapId, changed), coverages, anchors, anchorPlaces);
  }

  private PMap<Long, MapParts> replaced(long mapId, MapParts changed) {
    return changed.isEmpty() ? parts.minus(mapId) : parts.plus(mapId, changed);
  }

  Snapshot plus(SpatialAnchor anchor) {
    Snapshot rest = minusAnchor(anchor.id());
    return new Snapshot(
        parts,
        coverages,
        rest.anchors.plus(anchor.id(), anchor),
        rest.anchorPlaces.plus(anchor.id(), anchor.position(), anchor));
  }

  Snapshot minusAnchor(String anchorId) {
    SpatialAnchor old = anchors.get(anchorId);
    return old == null
        ? this
        : new Snapshot(
            parts,
            coverages,
            anchors.minus(anchorId),
            anchorPlaces.minus(anchorId, old.position()));
  }

  private MapParts partsOf(long mapId) {
    return parts.getOrDefault(mapId, MapParts.NONE);
  }

  @Override
  public Optional<SpatialMap> find(long mapId) {
    return partsOf(mapId).profile();
  }

  @Override
  public void maps(List<Volume> where, Predicate<SpatialMap> visitor) {
    var seen = new HashSet<Long>();
    Predicate<SpatialMap> once = map -> !seen.add(map.id()) || visitor.test(map);
    if (where.isEmpty()) {
      coverages.search(EVERYWHERE, tile -> once.test(tile.value()));
      return;
    }
    for (Volume volume : where) {
      Predicate<SpatialMap> meets = m -> !volume.intersects(m.coverage()) || once.test(m);
      for (Envelope box : volume.boxes()) {
        if (!coverages.search(box, tile -> meets.test(tile.value()))) {
          return;
        }
      }
    }
  }

  @Override
  public void objects(long mapId, String layer, List<Volume> where, Predicate<MapObject> visitor) {
    partsOf(mapId).objects(layer, where, visitor);
  }

  @Override
  public int objectCount(long mapId, String layer) {
    return partsOf(mapId).count(layer);
  }

  @Override
  public Optional<SpatialAnchor> anchor(String anchorId) {
    return Optional.ofNullable(anchors.get(anchorId));
  }

  @Override
  public void anchors(List<Volume> where, Predicate<SpatialAnchor> visitor) {
    anchorPlaces.search(where, visitor);
  }
}
