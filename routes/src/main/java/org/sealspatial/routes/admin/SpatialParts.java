/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.routes.table.AnchorContent;
import org.sealspatial.routes.table.MapContent;
import org.sealspatial.schemas.v1.MapObject;
import org.sealspatial.schemas.v1.MapProfile;
import org.sealspatial.schemas.v1.SpatialAnchor;
import org.sealspatial.schemas.v1.SpatialAnchorRecord;
import org.sealspatial.schemas.v1.SpatialMapRecord;

/** What must be written so that maps and anchors are as desired: a record per part that differs. */
final class SpatialParts {
  private final Map<String, SpatialMapRecord> maps;
  private final Map<String, SpatialAnchorRecord> anchors;

  SpatialParts(Map<String, SpatialMapRecord> maps, Map<String, SpatialAnchorRecord> anchors) {
    this.maps = maps;
    this.anchors = anchors;
  }

  /** The key of a part: mapId, or mapId/objectId. */
  static String key(SpatialMapRecord part) {
    return part.getObject() == null
        ? Long.toString(part.getMapId())
        : part.getMapId() + "/" + part.getObject().getId();
  }

  /** Profile and objects that differ; objects that a file with objects leaves out are deleted. */
  List<SpatialMapRecord> changesOf(MapContent map) {
    List<SpatialMapRecord> changes = new ArrayList<>();
    part(map.mapId(), map.profile(), null).ifPresent(changes::add);
    map.objects()
        .ifPresent(
            objects -> {
              Set<String> kept = new HashSet<>();
              for (MapObject object : objects) {
                kept.add(object.getId());
                part(map.mapId(), null, object).ifPresent(changes::add);
              }
              changes.addAll(deletions(map.mapId(), kept));
            });
    return changes;
  }

  private Optional<SpatialMapRecord> part(long mapId, MapProfile profile, MapObject object) {
    var part = new SpatialMapRecord(mapId, 0L, false, profile, object);
    return changed(part);
  }

  private Optional<SpatialMapRecord> changed(SpatialMapRecord part) {
    SpatialMapRecord before = maps.get(key(part));
    long sequence = before == null ? 0 : before.getSequence();
    part.setSequence(sequence);
    if (part.equals(before)) {
      return Optional.empty();
    }
    part.setSequence(sequence + 1);
    return Optional.of(part);
  }

  private List<SpatialMapRecord> deletions(long mapId, Set<String> kept) {
    return maps.values().stream()
        .filter(part -> part.getMapId() == mapId && part.getObject() != null)
        .filter(part -> !part.getDeleted() && !kept.contains(part.getObject().getId()))
        .map(SpatialParts::deletion)
        .toList();
  }

  private static SpatialMapRecord deletion(SpatialMapRecord part) {
    return new SpatialMapRecord(
        part.getMapId(), part.getSequence() + 1, true, null, part.getObject());
  }

  /** The records that delete a map with all its objects; none where it is not there. */
  List<SpatialMapRecord> removalOf(long mapId) {
    List<SpatialMapRecord> removal = new ArrayList<>(deletions(mapId, Set.of()));
    SpatialMapRecord profile = maps.get(Long.toString(mapId));
    if (profile != null && !profile.getDeleted()) {
      removal.add(deletion(profile));
    }
    return removal;
  }

  /** The anchor's record, where it differs. */
  Optional<SpatialAnchorRecord> changeOf(AnchorContent content) {
    return anchorPart(content.id(), false, content.anchor());
  }

  /** The record that deletes an anchor, where it is there. */
  Optional<SpatialAnchorRecord> removalOf(String anchorId) {
    SpatialAnchorRecord before = anchors.get(anchorId);
    return before == null || before.getDeleted()
        ? Optional.empty()
        : anchorPart(anchorId, true, null);
  }

  private Optional<SpatialAnchorRecord> anchorPart(
      String id, boolean deleted, SpatialAnchor anchor) {
    SpatialAnchorRecord before = anchors.get(id);
    long sequence = before == null ? 0 : before.getSequence();
    var part = new SpatialAnchorRecord(id, sequence, deleted, anchor);
    if (part.equals(before)) {
      return Optional.empty();
    }
    part.setSequence(sequence + 1);
    return Optional.of(part);
  }
}
