/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.maps;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.sealspatial.lm.domain.MapObject;
import org.sealspatial.lm.domain.SpatialMap;
import org.sealspatial.lm.domain.Volume;

/**
 * One map: its profile, if it is known yet, its objects by id, and each layer's objects by place.
 */
record MapParts(
    Optional<SpatialMap> profile,
    PMap<String, MapObject> objects,
    PMap<String, Places<MapObject>> layers) {
  static final MapParts NONE =
      new MapParts(Optional.empty(), HashTreePMap.empty(), HashTreePMap.empty());

  boolean isEmpty() {
    return profile.isEmpty() && objects.isEmpty();
  }

  MapParts with(Optional<SpatialMap> changed) {
    return new MapParts(changed, objects, layers);
  }

  MapParts plus(MapObject object) {
    MapParts rest = minus(object.id());
    Places<MapObject> layer = rest.layers.getOrDefault(object.layer(), Places.none());
    return new MapParts(
        profile,
        rest.objects.plus(object.id(), object),
        rest.layers.plus(object.layer(), layer.plus(object.id(), object.position(), object)));
  }

  MapParts minus(String objectId) {
    MapObject old = objects.get(objectId);
    if (old == null) {
      return this;
    }
    Places<MapObject> rest = layers.get(old.layer()).minus(objectId, old.position());
    return new MapParts(
        profile,
        objects.minus(objectId),
        rest.count() == 0 ? layers.minus(old.layer()) : layers.plus(old.layer(), rest));
  }

  void objects(String layer, List<Volume> where, Predicate<MapObject> visitor) {
    layers.getOrDefault(layer, Places.none()).search(where, visitor);
  }

  int count(String layer) {
    return layers.getOrDefault(layer, Places.none()).count();
  }
}
