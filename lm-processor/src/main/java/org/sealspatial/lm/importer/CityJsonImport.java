/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.importer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.sealspatial.lm.domain.HeightRange;
import org.sealspatial.lm.domain.MapLayer;
import org.sealspatial.lm.domain.MapObject;
import org.sealspatial.lm.domain.Position;
import org.sealspatial.lm.domain.SpatialMap;
import org.sealspatial.lm.domain.Volume;

/**
 * Makes a spatial map of a CityJSON file: a layer for each type of city object, an object at the
 * centroid of each city object's most detailed geometry, coverage the box around all of it.
 * Positions go to WGS 84; heights are kept but for the offset in the settings.
 */
public final class CityJsonImport {
  private static final int MAX_OBJECTS = 1_000_000;
  private static final double MARGIN = 1e-7; // a centimetre, against rounding

  private final ImportSettings settings;
  private final CityJsonFile file;
  private final GroundProjection projection;
  private final Consumer<MapObject> sink;
  private final Set<String> layers = new LinkedHashSet<>();
  private final Extent extent = new Extent();
  private int objects;
  private int skipped;

  private CityJsonImport(
      ImportSettings settings,
      CityJsonFile file,
      GroundProjection projection,
      Consumer<MapObject> sink) {
    this.settings = settings;
    this.file = file;
    this.projection = projection;
    this.sink = sink;
  }

  /**
   * Reads a file. Objects are passed on as they are read, before the profile is known.
   *
   * @throws UnfitMapFile where it is no CityJSON, or its reference system is unknown; objects may
   *     have been passed on then
   */
  public static ImportedMap read(Path path, ImportSettings settings, Consumer<MapObject> objects)
      throws IOException, UnfitMapFile {
    CityJsonFile file = CityJsonFile.open(path);
    OptionalInt epsg = settings.epsg().isPresent() ? settings.epsg() : file.epsg();
    if (epsg.isEmpty()) {
      throw new UnfitMapFile("the file names no EPSG reference system; give one");
    }
    GroundProjection projection = GroundProjection.epsg(epsg.getAsInt());
    return new CityJsonImport(settings, file, projection, objects).run();
  }

  private ImportedMap run() throws IOException, UnfitMapFile {
    file.objects(this::add);
    if (objects == 0) {
      throw new UnfitMapFile("no object has a geometry");
    }
    List<MapLayer> mapLayers =
        layers.stream().map(id -> new MapLayer(id, Optional.empty(), Optional.empty())).toList();
    var profile =
        new SpatialMap(
            settings.mapId(),
            settings.valService(),
            coverage(),
            settings.allowedEntities(),
            mapLayers);
    return new ImportedMap(profile, objects, skipped);
  }

  private void add(String id, JsonNode object) throws UnfitMapFile {
    Optional<JsonNode> geometry = mostDetailed(object.path("geometry"));
    var centroid = new Centroid(file.vertices());
    if (geometry.isPresent()) {
      centroid.add(geometry.get());
      extent.add(file.vertices(), geometry.get().path("boundaries"));
    }
    if (centroid.isEmpty()) {
      skipped++;
      return;
    }
    if (++objects > MAX_OBJECTS) {
      throw new UnfitMapFile("more than " + MAX_OBJECTS + " objects");
    }
    String type = object.path("type").asText("");
    layers.add(type);
    pass(id, type, centroid);
  }

  private void pass(String id, String type, Centroid centroid) throws UnfitMapFile {
    Position ground = projection.position(centroid.get(0), centroid.get(1));
    double height = centroid.get(2) + settings.heights().offset();
    Position position = Position.of(ground.longitude(), ground.latitude(), height);
    try {
      sink.accept(new MapObject(id, type, type, position, Optional.empty()));
    } catch (IllegalArgumentException e) {
      throw new UnfitMapFile("an object has no usable id or type", e);
    }
  }

  private static Optional<JsonNode> mostDetailed(JsonNode geometries) {
    JsonNode best = null;
    for (JsonNode geometry : geometries) {
      if (best == null || geometry.path("lod").asDouble(0) > best.path("lod").asDouble(0)) {
        best = geometry;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The box in longitude and latitude around the extent, whose edges bend when projected. */
  private Volume coverage() throws UnfitMapFile {
    List<Position> border = new ArrayList<>();
    for (int step = 0; step <= 16; step++) {
      double east = extent.at(0, step / 16.0);
      double north = extent.at(1, step / 16.0);
      border.add(projection.position(east, extent.at(1, 0)));
      border.add(projection.position(east, extent.at(1, 1)));
      border.add(projection.position(extent.at(0, 0), north));
      border.add(projection.position(extent.at(0, 1), north));
    }
    double offset = settings.heights().offset();
    var heights = new HeightRange(extent.at(2, 0) + offset, extent.at(2, 1) + offset);
    return box(border).at(heights);
  }

  private static Volume box(List<Position> border) throws UnfitMapFile {
    var lon = border.stream().mapToDouble(Position::longitude).summaryStatistics();
    var lat = border.stream().mapToDouble(Position::latitude).summaryStatistics();
    double west = lon.getMin() - MARGIN;
    double east = lon.getMax() + MARGIN;
    double south = lat.getMin() - MARGIN;
    double north = lat.getMax() + MARGIN;
    try {
      return Volume.of(west, south, east, south, east, north, west, north);
    } catch (IllegalArgumentException e) {
      throw new UnfitMapFile("the extent is too large, or crosses the antimeridian", e);
    }
  }
}
