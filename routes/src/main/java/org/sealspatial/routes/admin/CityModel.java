/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Polygon;
import org.sealspatial.lm.domain.HeightRange;
import org.sealspatial.lm.domain.Volume;
import org.sealspatial.lm.importer.CityJsonImport;
import org.sealspatial.lm.importer.ImportSettings;
import org.sealspatial.lm.importer.ImportedMap;
import org.sealspatial.lm.importer.UnfitMapFile;
import org.sealspatial.routes.table.MapContent;
import org.sealspatial.schemas.v1.Area;
import org.sealspatial.schemas.v1.MapLayer;
import org.sealspatial.schemas.v1.MapObject;
import org.sealspatial.schemas.v1.MapProfile;

/** A CityJSON file as a map that can be applied. */
public final class CityModel {
  private CityModel() {}

  /** Reads a file; throws {@link InvalidFiles} where it can't become a map. */
  public static Desired read(Path file, ImportSettings settings) {
    List<MapObject> objects = new ArrayList<>();
    try {
      ImportedMap imported =
          CityJsonImport.read(file, settings, object -> objects.add(record(object)));
      Desired desired = Desired.nothing();
      var map = new MapContent(settings.mapId(), profile(imported), Optional.of(objects));
      desired.maps().put(Long.toString(settings.mapId()), map);
      return desired;
    } catch (IOException e) {
      throw new InvalidFiles(List.of(file + ": can't be read"));
    } catch (UnfitMapFile e) {
      throw new InvalidFiles(List.of(file + ": " + e.getMessage()));
    }
  }

  private static MapObject record(org.sealspatial.lm.domain.MapObject object) {
    var height = object.position().height();
    return new MapObject(
        object.id(),
        object.layer(),
        object.type(),
        object.position().longitude(),
        object.position().latitude(),
        height.isPresent() ? height.getAsDouble() : null,
        object.info().orElse(null));
  }

  private static MapProfile profile(ImportedMap imported) {
    var profile = imported.profile();
    return new MapProfile(
        profile.valService().orElse(null),
        area(profile.coverage()),
        profile.allowedEntities().stream().sorted().toList(),
        profile.layers().stream()
            .map(
                layer ->
                    new MapLayer(
                        layer.id(),
                        layer.area().map(CityModel::area).orElse(null),
                        layer.associatedMap().orElse(null)))
            .toList());
  }

  private static Area area(Volume volume) {
    HeightRange heights = volume.heights();
    return new Area(
        ring(volume.polygons()),
        Double.isFinite(heights.min()) ? heights.min() : null,
        Double.isFinite(heights.max()) ? heights.max() : null);
  }

  /** A volume is in parts where it crosses the antimeridian: then the box around both. */
  private static List<Double> ring(List<Polygon> polygons) {
    List<Double> ring = new ArrayList<>();
    if (polygons.size() == 1) {
      Coordinate[] corners = polygons.get(0).norm().reverse().getCoordinates();
      for (int i = 0; i + 1 < corners.length; i++) {
        ring.add(corners[i].x);
        ring.add(corners[i].y);
      }
      return ring;
    }
    double west = 180;
    double east = -180;
    Envelope all = new Envelope();
    for (Polygon polygon : polygons) {
      Envelope box = polygon.getEnvelopeInternal();
      all.expandToInclude(box);
      west = box.getMaxX() == 180 ? Math.min(west, box.getMinX()) : west;
      east = box.getMinX() == -180 ? Math.max(east, box.getMaxX()) : east;
    }
    return List.of(
        west, all.getMinY(), east, all.getMinY(), east, all.getMaxY(), west, all.getMaxY());
  }
}
