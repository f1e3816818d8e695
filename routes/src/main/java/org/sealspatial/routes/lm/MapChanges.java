/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.lm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.sealspatial.lm.domain.HeightRange;
import org.sealspatial.lm.domain.MapLayer;
import org.sealspatial.lm.domain.MapObject;
import org.sealspatial.lm.domain.Position;
import org.sealspatial.lm.domain.SpatialAnchor;
import org.sealspatial.lm.domain.SpatialMap;
import org.sealspatial.lm.domain.Volume;
import org.sealspatial.lm.maps.MapChange;
import org.sealspatial.schemas.v1.Area;
import org.sealspatial.schemas.v1.MapProfile;
import org.sealspatial.schemas.v1.SpatialAnchorRecord;
import org.sealspatial.schemas.v1.SpatialMapRecord;

/** From the records of the map topics to changes of the maps. */
final class MapChanges {
  private MapChanges() {}

  /** The change in a part of a map. Throws IllegalArgumentException where it makes no sense. */
  static MapChange of(SpatialMapRecord part) {
    long id = part.getMapId();
    long sequence = part.getSequence();
    if (part.getObject() != null) {
      return part.getDeleted()
          ? new MapChange.ObjectRemoved(id, part.getObject().getId(), sequence)
          : new MapChange.ObjectSet(id, object(part.getObject()), sequence);
    }
    return part.getDeleted()
        ? new MapChange.MapRemoved(id, sequence)
        : new MapChange.MapSet(map(id, part.getProfile()), sequence);
  }

  private static SpatialMap map(long id, MapProfile profile) {
    List<MapLayer> layers =
        profile.getLayers().stream()
            .map(
                layer ->
                    new MapLayer(
                        layer.getId(),
                        volume(layer.getArea()),
                        Optional.ofNullable(layer.getAssociatedMap())))
            .toList();
    return new SpatialMap(
        id,
        Optional.ofNullable(profile.getValService()),
        volume(profile.getCoverage()).orElseThrow(),
        Set.copyOf(profile.getAllowedEntities()),
        layers);
  }

  private static MapObject object(org.sealspatial.schemas.v1.MapObject object) {
    return new MapObject(
        object.getId(),
        object.getLayer(),
        object.getType(),
        new Position(object.getLongitude(), object.getLatitude(), height(object.getHeight())),
        Optional.ofNullable(object.getInfo()));
  }

  /** The change in an anchor. Throws IllegalArgumentException where it makes no sense. */
  static MapChange of(SpatialAnchorRecord record) {
    return record.getDeleted()
        ? new MapChange.AnchorRemoved(record.getAnchorId(), record.getSequence())
        : new MapChange.AnchorSet(
            anchor(record.getAnchorId(), record.getAnchor()), record.getSequence());
  }

  private static SpatialAnchor anchor(String id, org.sealspatial.schemas.v1.SpatialAnchor anchor) {
    OptionalLong map =
        anchor.getMapId() == null ? OptionalLong.empty() : OptionalLong.of(anchor.getMapId());
    return new SpatialAnchor(
        id,
        new Position(anchor.getLongitude(), anchor.getLatitude(), height(anchor.getHeight())),
        new SpatialAnchor.MapPlace(
            map, Optional.ofNullable(anchor.getLayer()), Optional.ofNullable(anchor.getObjectId())),
        new SpatialAnchor.Service(anchor.getValService(), anchor.getEndpoint()),
        Optional.ofNullable(anchor.getApplicationInfo()),
        new SpatialAnchor.Access(
            volume(anchor.getServiceArea()),
            Set.copyOf(anchor.getAllowedEntities()),
            Optional.ofNullable(anchor.getFrom()),
            Optional.ofNullable(anchor.getUntil())));
  }

  private static Optional<Volume> volume(Area area) {
    return Optional.ofNullable(area)
        .map(
            a ->
                Volume.of(
                    a.getRing(),
                    HeightRange.between(height(a.getMinHeight()), height(a.getMaxHeight()))));
  }

  private static OptionalDouble height(Double height) {
    return height == null ? OptionalDouble.empty() : OptionalDouble.of(height);
  }
}
