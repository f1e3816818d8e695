/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.schemas.v1.Area;
import org.sealspatial.schemas.v1.MapLayer;
import org.sealspatial.schemas.v1.MapObject;
import org.sealspatial.schemas.v1.MapProfile;

/**
 * A spatial map as an operator writes it (TS 23.437 table 7.3.3.1-1).
 *
 * @param mapId Uint32
 * @param profile what the map is
 * @param objects all objects of the map; empty: the file does not speak of them
 */
public record MapContent(long mapId, MapProfile profile, Optional<List<MapObject>> objects) {
  private static final int MAX_OBJECTS = 100_000;

  /**
   * The map in a content.
   *
   * @throws InvalidContent with every problem
   */
  public static MapContent parse(ObjectNode content) throws InvalidContent {
    Fields in =
        Fields.of(content, "id", "valService", "coverage", "allowedEntities", "layers", "objects");
    long id = in.mapId("id");
    if (!in.has("coverage")) {
      in.problem("coverage", "is missing");
    }
    List<MapLayer> layers =
        in.objects("layers", Fields.MAX_ITEMS, MapContent::layer, "id", "area", "associatedMap");
    var profile =
        new MapProfile(
            in.optionalText("valService", Form.EXACT).orElse(null),
            AreaContent.read(in, "coverage").map(AreaContent::record).orElse(new Area()),
            in.optionalTexts("allowedEntities", Form.EXACT),
            layers);
    var map = new MapContent(id, profile, objects(in));
    map.check(in);
    in.raise();
    return map;
  }

  private static MapLayer layer(Fields in) {
    return new MapLayer(
        in.text("id", Form.TEXT),
        AreaContent.read(in, "area").map(AreaContent::record).orElse(null),
        in.optionalText("associatedMap", Form.TEXT).orElse(null));
  }

  private static Optional<List<MapObject>> objects(Fields in) {
    return in.has("objects")
        ? Optional.of(
            in.objects(
                "objects",
                MAX_OBJECTS,
                MapContent::object,
                "id",
                "layer",
                "type",
                "position",
                "info"))
        : Optional.empty();
  }

  private static MapObject object(Fields in) {
    List<Double> position = in.position("position");
    return new MapObject(
        in.text("id", Form.TEXT),
        in.text("layer", Form.TEXT),
        in.text("type", Form.TEXT),
        position.get(0),
        position.get(1),
        position.size() > 2 ? position.get(2) : null,
        in.optionalText("info", Form.NOTE).orElse(null));
  }

  private void check(Fields in) {
    Set<String> layers = new HashSet<>();
    List<MapLayer> listed = profile.getLayers();
    for (int i = 0; i < listed.size(); i++) {
      if (!layers.add(listed.get(i).getId())) {
        in.problem("layers", i, "has the id of another layer");
      }
    }
    Set<String> ids = new HashSet<>();
    List<MapObject> all = objects.orElse(List.of());
    for (int i = 0; i < all.size(); i++) {
      if (!ids.add(all.get(i).getId())) {
        in.problem("objects", i, "has the id of another object");
      }
      if (!layers.contains(all.get(i).getLayer())) {
        in.problem("objects", i, "is in a layer the map does not have");
      }
    }
  }
}
