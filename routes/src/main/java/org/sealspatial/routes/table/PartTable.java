/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.SpatialAnchorRecord;
import org.sealspatial.schemas.v1.SpatialMapRecord;

/**
 * A table of parts that are not signed, protected by the topic's ACL: spatial maps and anchors. The
 * view lies outside; this table hands every new version of a part to it, in order, on the reader
 * thread, before the snapshot that counts its offset.
 *
 * @param <R> type of the record
 */
public final class PartTable<R extends SpecificRecord> implements Table {
  private final Topic topic;
  private final Class<R> type;
  private final Facts<R> facts;
  private final Consumer<R> view;
  private final Supplier<?> frozen;

  /** How key and sequence stand in a record. */
  interface Facts<R> {
    String key(R part);

    long sequence(R part);

    /** Whether it is deleted or has a body, and not both. */
    boolean whole(R part);
  }

  private PartTable(
      Topic topic, Class<R> type, Facts<R> facts, Consumer<R> view, Supplier<?> frozen) {
    this.topic = topic;
    this.type = type;
    this.facts = facts;
    this.view = view;
    this.frozen = frozen;
  }

  /** Spatial maps: a part is a profile (key mapId) or an object (key mapId/objectId). */
  public static PartTable<SpatialMapRecord> spatialMaps(Consumer<SpatialMapRecord> view) {
    return new PartTable<>(
        Topic.SPATIAL_MAPS, SpatialMapRecord.class, new MapFacts(), view, () -> null);
  }

  /** Spatial anchors: key anchorId. */
  public static PartTable<SpatialAnchorRecord> spatialAnchors(Consumer<SpatialAnchorRecord> view) {
    return new PartTable<>(
        Topic.SPATIAL_ANCHORS, SpatialAnchorRecord.class, new AnchorFacts(), view, () -> null);
  }

  /** The same, with what the view looks like when a snapshot is taken; the snapshot keeps it. */
  public PartTable<R> frozenAs(Supplier<?> frozenView) {
    return new PartTable<>(topic, type, facts, view, frozenView);
  }

  @Override
  public Topic topic() {
    return topic;
  }

  Class<R> type() {
    return type;
  }

  Facts<R> facts() {
    return facts;
  }

  Object frozen() {
    return frozen.get();
  }

  void show(R part) {
    view.accept(part);
  }

  private static final class MapFacts implements Facts<SpatialMapRecord> {
    @Override
    public String key(SpatialMapRecord part) {
      return part.getObject() == null
          ? deletedKey(part)
          : part.getMapId() + "/" + part.getObject().getId();
    }

    private static String deletedKey(SpatialMapRecord part) {
      return Long.toString(part.getMapId());
    }

    @Override
    public long sequence(SpatialMapRecord part) {
      return part.getSequence();
    }

    @Override
    public boolean whole(SpatialMapRecord part) {
      boolean one = (part.getProfile() == null) != (part.getObject() == null);
      return part.getMapId() >>> Integer.SIZE == 0 && (part.getDeleted() || one);
    }
  }

  private static final class AnchorFacts implements Facts<SpatialAnchorRecord> {
    @Override
    public String key(SpatialAnchorRecord part) {
      return part.getAnchorId();
    }

    @Override
    public long sequence(SpatialAnchorRecord part) {
      return part.getSequence();
    }

    @Override
    public boolean whole(SpatialAnchorRecord part) {
      return part.getDeleted() != (part.getAnchor() != null);
    }
  }
}
