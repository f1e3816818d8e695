/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.importer;

import java.util.Map;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.CoordinateReferenceSystem;
import org.locationtech.proj4j.CoordinateTransform;
import org.locationtech.proj4j.CoordinateTransformFactory;
import org.locationtech.proj4j.Proj4jException;
import org.locationtech.proj4j.ProjCoordinate;
import org.sealspatial.lm.domain.Position;

/**
 * Ground coordinates of a projected reference system to longitude and latitude on WGS 84. Of a
 * compound system the horizontal part is used; heights are the caller's. One thread.
 */
final class GroundProjection {
  /** Compound systems, whose horizontal part the library does not find itself. */
  private static final Map<Integer, Integer> HORIZONTAL =
      Map.of(
          7415, 28992, // Amersfoort / RD New + NAP height
          7405, 27700, // OSGB36 / British National Grid + ODN height
          5555, 25832, // ETRS89 / UTM zone 32N + DHHN92 height
          5556, 25833, // ETRS89 / UTM zone 33N + DHHN92 height
          5698, 2154, // RGF93 / Lambert-93 + IGN69 height
          5972, 25832); // ETRS89 / UTM zone 32N + NN2000 height

  private final CoordinateTransform transform;
  private final ProjCoordinate from = new ProjCoordinate();
  private final ProjCoordinate to = new ProjCoordinate();

  private GroundProjection(CoordinateTransform transform) {
    this.transform = transform;
  }

  static GroundProjection epsg(int code) throws UnfitMapFile {
    try {
      var factory = new CRSFactory();
      CoordinateReferenceSystem source =
          factory.createFromName("EPSG:" + HORIZONTAL.getOrDefault(code, code));
      if (source.isGeographic()) {
        // Files disagree on whether latitude or longitude comes first.
        throw new UnfitMapFile("EPSG:" + code + " is geographic; a projected system is needed");
      }
      var wgs84 = factory.createFromParameters("WGS84", "+proj=longlat +datum=WGS84 +no_defs");
      return new GroundProjection(new CoordinateTransformFactory().createTransform(source, wgs84));
    } catch (Proj4jException e) {
      throw new UnfitMapFile("EPSG:" + code + " is not a system we can transform", e);
    }
  }

  /** Longitude and latitude of a place on the ground. */
  Position position(double east, double north) throws UnfitMapFile {
    from.setValue(east, north);
    try {
      transform.transform(from, to);
      return Position.of(to.x, to.y);
    } catch (Proj4jException | IllegalArgumentException e) {
      throw new UnfitMapFile("a coordinate lies outside the reference system", e);
    }
  }
}
