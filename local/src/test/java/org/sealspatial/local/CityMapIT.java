/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.lm.importer.ImportSettings;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.admin.CityModel;
import org.sealspatial.routes.admin.Desired;
import org.sealspatial.routes.admin.TableEdits;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.v1.SpatialResponse;

/** A real city model of 570 objects, imported, and served by layer and by area. */
@WithKafka
class CityMapIT {
  private static final Path DELFT = Path.of("../../shared/data/cityjson_delft.json");
  private static final TableEdits.Options AS_IT_IS = new TableEdits.Options(false, true, false);
  private static final String POLICY =
      """
      kind: Policy
      id: city
      rules:
        - id: everybody
          effect: allow
          clients: [headset-fleet]
          valUes: ["ue-*"]
          valServices: ["*"]
          services: [SS_SmManagement]
          actions: [get]
          maps: [5]
      """;

  private static TestStack stack;

  @BeforeAll
  static void import_the_city(KafkaUnderTest kafka) throws Exception {
    if (!Files.exists(DELFT)) {
      System.out.println("SKIPPED CityMapIT: no real city model at " + DELFT.toAbsolutePath());
      Assumptions.abort("no real city model at " + DELFT);
    }
    stack = TestStack.start(kafka.bootstrap());
    var settings =
        new ImportSettings(
            5,
            Optional.of("arcade.example"),
            Set.of(),
            OptionalInt.empty(),
            new ImportSettings.Heights(43));
    DemoWorld.edits(stack.stack()).apply(CityModel.read(DELFT, settings), AS_IT_IS);
    DemoWorld.edits(stack.stack()).apply(policy(), AS_IT_IS);
  }

  private static Desired policy() throws IOException {
    Path file = Files.createTempFile("city", ".yaml");
    Files.writeString(file, POLICY);
    Desired desired = Desired.read(List.of(file), TestStack.CRYPTO);
    Files.delete(file);
    return desired;
  }

  @AfterAll
  static void stop() throws Exception {
    if (stack != null) {
      Reconciliation.check(stack);
      stack.close();
    }
  }

  private static JsonNode layers(Map<String, String> narrowed) throws Exception {
    ValUe ue = stack.ue("ue-1");
    String token =
        stack
            .kafka()
            .ask(ue, ue.asksToken("SS_SmManagement", "get", Optional.of(DETAILS)))
            .getToken()
            .getAccessToken();
    var parameters = new HashMap<>(narrowed);
    parameters.put("map-id", "5");
    SpatialResponse answer =
        stack.kafka().ask(ue, ue.asksSpatial("SS_SmManagement", "get", parameters), token);
    assertNull(answer.getFailure(), "refused: " + answer.getFailure());
    return StrictJson.read(answer.getContent()).orElseThrow().at("/mapInf/mapLyrList/lyrList");
  }

  private static final String DETAILS =
      "[{\"type\":\"seal-spatial\",\"actions\":[\"get\"],\"maps\":[5]}]";

  private static int objects(JsonNode layers) {
    int count = 0;
    for (JsonNode layer : layers) {
      count += layer.path("objList").size();
    }
    return count;
  }

  @Test
  void all_objects_of_the_city_are_served() throws Exception {
    assertEquals(570, objects(layers(Map.of())));
  }

  @Test
  void a_layer_is_served_alone() throws Exception {
    String asked = "{\"lyrList\":[{\"mapLyrId\":\"Building\"}]}";
    JsonNode layers = layers(Map.of("map-layer-list", asked));
    assertEquals(1, layers.size());
    assertEquals(160, objects(layers));
  }

  @Test
  void an_area_is_served_alone() throws Exception {
    JsonNode all = layers(Map.of());
    String area = quarterOf(all.at("/0/mapLyrInf/area/geoServAr/geoArs/0/pointList"));

    int inside = objects(layers(Map.of("area-int", area)));

    assertTrue(inside > 0 && inside < 570, inside + " objects in a quarter of the city");
  }

  private static String quarterOf(JsonNode ring) {
    double west = 180;
    double south = 90;
    double east = -180;
    double north = -90;
    for (JsonNode point : ring) {
      west = Math.min(west, point.path("lon").doubleValue());
      east = Math.max(east, point.path("lon").doubleValue());
      south = Math.min(south, point.path("lat").doubleValue());
      north = Math.max(north, point.path("lat").doubleValue());
    }
    return square(west, south, (west + east) / 2, (south + north) / 2);
  }

  private static String square(double west, double south, double east, double north) {
    var area = StrictJson.object();
    var polygon = area.putObject("geoServAr").putArray("geoArs").addObject();
    var points = polygon.put("shape", "POLYGON").putArray("pointList");
    double[][] corners = {{west, south}, {east, south}, {east, north}, {west, north}};
    for (double[] corner : corners) {
      points.addObject().put("lon", corner[0]).put("lat", corner[1]);
    }
    return StrictJson.text(area);
  }
}
