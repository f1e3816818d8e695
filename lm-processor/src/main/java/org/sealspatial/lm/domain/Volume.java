/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.Polygonal;
import org.locationtech.jts.geom.TopologyException;
import org.locationtech.jts.geom.prep.PreparedPolygon;

/**
 * A part of space: a polygon on WGS 84 and a range of heights above the ellipsoid, what TS 29.572
 * GeographicArea cannot say. Edges are straight in longitude and latitude. Each edge goes the
 * shorter way round, so an area may cross the antimeridian; a ring round a pole means its smaller
 * side. Borders belong to the volume. Immutable: the geometries handed out must not be changed.
 */
public final class Volume {
  /** Most corners of an area. */
  public static final int MAX_CORNERS = 1_000;

  private static final double EARTH_RADIUS = 6_371_008.8;
  private static final double MAX_CIRCLE = 1_000_000;
  private static final int CIRCLE_CORNERS = 36;

  private final Geometry surface;
  private final HeightRange heights;
  private final PreparedPolygon prepared;

  private Volume(Geometry surface, HeightRange heights) {
    this.surface = surface;
    this.heights = heights;
    this.prepared = new PreparedPolygon((Polygonal) surface);
  }

  /**
   * The volume over these corners.
   *
   * @param ring lon, lat, lon, lat ... in degrees; the first corner is not repeated
   * @throws IllegalArgumentException where the ring is not a simple polygon of 3 to 1,000 corners
   */
  public static Volume of(List<Double> ring, HeightRange heights) {
    if (ring.size() % 2 != 0 || ring.size() < 6 || ring.size() > 2 * MAX_CORNERS) {
      throw new IllegalArgumentException("an area has 3 to " + MAX_CORNERS + " corners");
    }
    var corners = new ArrayList<Coordinate>(ring.size() / 2);
    for (int i = 0; i < ring.size(); i += 2) {
      corners.add(new Coordinate(ring.get(i), ring.get(i + 1)));
    }
    return new Volume(checked(Ring.surface(corners)), heights);
  }

  private static Geometry checked(Geometry surface) {
    if (surface.getArea() <= Polygons.SMALLEST) {
      throw new IllegalArgumentException("an area is larger than nothing");
    }
    return surface;
  }

  /** The volume over these corners at any height. */
  public static Volume of(double... ring) {
    var corners = new ArrayList<Double>(ring.length);
    for (double number : ring) {
      corners.add(number);
    }
    return of(corners, HeightRange.ANY);
  }

  /**
   * A disc of this radius in metres, as a polygon of 36 corners that lies around it.
   *
   * @throws IllegalArgumentException where the radius is not above 0 and at most 1,000 km
   */
  public static Volume circle(Position centre, double radius) {
    if (!(radius > 0 && radius <= MAX_CIRCLE)) {
      throw new IllegalArgumentException("a radius is over 0 and at most 1,000 km");
    }
    double around = radius / Math.cos(Math.PI / CIRCLE_CORNERS);
    var corners = new ArrayList<Coordinate>(CIRCLE_CORNERS);
    for (int i = 0; i < CIRCLE_CORNERS; i++) {
      corners.add(destination(centre, around / EARTH_RADIUS, -2 * Math.PI * i / CIRCLE_CORNERS));
    }
    return new Volume(checked(Ring.surface(corners)), HeightRange.ANY);
  }

  private static Coordinate destination(Position from, double angle, double bearing) {
    double lat = Math.toRadians(from.latitude());
    double sinLat =
        Math.sin(lat) * Math.cos(angle) + Math.cos(lat) * Math.sin(angle) * Math.cos(bearing);
    double east = Math.sin(bearing) * Math.sin(angle) * Math.cos(lat);
    double lon =
        from.longitude()
            + Math.toDegrees(Math.atan2(east, Math.cos(angle) - Math.sin(lat) * sinLat));
    return new Coordinate(
        Math.IEEEremainder(lon, 360), Math.toDegrees(Math.asin(Math.max(-1, Math.min(1, sinLat)))));
  }

  /** This surface with other heights. */
  public Volume at(HeightRange other) {
    return new Volume(surface, other);
  }

  /** The heights. */
  public HeightRange heights() {
    return heights;
  }

  /** The polygons, between -180 and 180 degrees of longitude, without holes. */
  public List<Polygon> polygons() {
    return Polygons.list(surface);
  }

  /**
   * Boxes that together hold every position in this volume; the antimeridian is in both its names.
   */
  public List<Envelope> boxes() {
    var boxes = new ArrayList<Envelope>();
    for (Polygon polygon : polygons()) {
      Envelope box = polygon.getEnvelopeInternal();
      boxes.add(box);
      if (box.getMaxX() == 180) {
        boxes.add(new Envelope(-180, -180, box.getMinY(), box.getMaxY()));
      }
      if (box.getMinX() == -180) {
        boxes.add(new Envelope(180, 180, box.getMinY(), box.getMaxY()));
      }
    }
    return boxes;
  }

  /** Whether the position lies inside or on the border, and its height is known to be in range. */
  public boolean contains(Position position) {
    return heights.contains(position.height())
        && (covers(position.longitude(), position.latitude())
            || (Math.abs(position.longitude()) == 180
                && covers(-position.longitude(), position.latitude())));
  }

  private boolean covers(double longitude, double latitude) {
    return surface.getEnvelopeInternal().covers(longitude, latitude)
        && prepared.getPointLocator().locate(new Coordinate(longitude, latitude))
            != Location.EXTERIOR;
  }

  /** Whether nothing of the other volume is outside this one. */
  public boolean covers(Volume other) {
    return heights.covers(other.heights) && prepared.covers(other.surface);
  }

  /** Whether the two share more than a border. */
  public boolean intersects(Volume other) {
    return intersection(other).isPresent();
  }

  /** What lies in both, or empty where that is no more than a border. */
  public Optional<Volume> intersection(Volume other) {
    if (!heights.intersects(other.heights) || !prepared.intersects(other.surface)) {
      return Optional.empty();
    }
    HeightRange common = heights.intersection(other.heights);
    if (prepared.covers(other.surface)) {
      return Optional.of(other.at(common));
    }
    try {
      Geometry both = Polygons.common(surface.intersection(other.surface));
      return both.isEmpty() ? Optional.empty() : Optional.of(new Volume(both, common));
    } catch (TopologyException e) {
      return Optional.empty(); // nothing can be said of what is inside, so nothing is shown
    }
  }

  /** Whether these volumes together leave nothing of the other outside. */
  public static boolean cover(List<Volume> volumes, Volume other) {
    if (volumes.stream().anyMatch(v -> v.covers(other))) {
      return true;
    }
    return Storeys.of(volumes, other.heights).stream()
        .allMatch(storey -> covers(volumes, other.at(storey)));
  }

  private static boolean covers(List<Volume> volumes, Volume storey) {
    Geometry union = Ring.FACTORY.createPolygon();
    for (Volume volume : volumes) {
      if (volume.heights.covers(storey.heights)) {
        union = union.union(volume.surface);
      }
    }
    return union.covers(storey.surface);
  }

  /** A point on the surface, well inside: the origin for local coordinates. */
  public Position reference() {
    Coordinate inside = surface.getInteriorPoint().getCoordinate();
    return Position.of(inside.x, inside.y);
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || other instanceof Volume volume
            && heights.equals(volume.heights)
            && surface.equalsTopo(volume.surface);
  }

  @Override
  public int hashCode() {
    return Objects.hash(heights, surface.getEnvelopeInternal());
  }

  @Override
  public String toString() {
    return "Volume[" + surface + ", " + heights + "]";
  }
}
