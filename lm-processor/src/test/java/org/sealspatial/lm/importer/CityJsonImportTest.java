/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealspatial.lm.domain.HeightRange;
import org.sealspatial.lm.domain.MapLayer;
import org.sealspatial.lm.domain.MapObject;
import org.sealspatial.lm.importer.ImportSettings.Heights;

class CityJsonImportTest {
  private static final Path COURTYARD = Path.of("src/test/resources/maps/courtyard.city.json");
  private static final Path DELFT = Path.of("../../shared/data/cityjson_delft.json");

  private final List<MapObject> objects = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void makes_a_layer_of_each_type_and_an_object_of_each_thing_with_a_geometry() throws Exception {
    ImportedMap map = read(COURTYARD, ImportSettings.open(7));
    assertEquals(7, map.profile().id());
    assertEquals(
        List.of("Building", "BuildingPart", "CityFurniture"),
        map.profile().layers().stream().map(MapLayer::id).toList());
    assertEquals(
        List.of("gatehouse", "hall-north", "well"), objects.stream().map(MapObject::id).toList());
    assertEquals(3, map.objects());
    assertEquals(1, map.skipped());
  }

  @Test
  void puts_things_where_they_are_on_wgs_84() throws Exception {
    read(COURTYARD, ImportSettings.open(7));
    // The point 155000, 463000 of RD is 52.155174 N, 5.387206 E; the gatehouse's middle is 5 m from
    // it.
    MapObject gatehouse = objects.get(0);
    assertEquals(5.387206 + 5 / 68_400.0, gatehouse.position().longitude(), 2e-5);
    assertEquals(52.155174 + 5 / 111_250.0, gatehouse.position().latitude(), 2e-5);
  }

  @Test
  void takes_the_most_detailed_geometry_for_the_centroid() throws Exception {
    read(COURTYARD, ImportSettings.open(7));
    assertEquals(4, objects.get(0).position().height().getAsDouble(), 1e-9);
  }

  @Test
  void takes_holes_off_when_it_looks_for_the_middle() throws Exception {
    read(COURTYARD, ImportSettings.open(7));
    double hall = objects.get(1).position().longitude();
    double well = objects.get(2).position().longitude();
    // The west half is a hole: the middle is 35 m east of the origin, the well 15 m.
    assertEquals(20, (hall - well) * 68_400, 0.1);
  }

  @Test
  void covers_all_of_its_objects() throws Exception {
    ImportedMap map = read(COURTYARD, ImportSettings.open(7));
    assertTrue(objects.stream().allMatch(o -> map.profile().coverage().contains(o.position())));
    assertEquals(new HeightRange(0, 8), map.profile().coverage().heights());
  }

  @Test
  void moves_heights_by_the_offset_it_is_given() throws Exception {
    var settings =
        new ImportSettings(
            7, Optional.of("navigation"), Set.of("ue-1"), OptionalInt.empty(), new Heights(43));
    ImportedMap map = read(COURTYARD, settings);
    assertEquals(47, objects.get(0).position().height().getAsDouble(), 1e-9);
    assertEquals(new HeightRange(43, 51), map.profile().coverage().heights());
    assertEquals(Set.of("ue-1"), map.profile().allowedEntities());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"CityJSON\"|\"GeoJSON\"|type is CityJSON",
        "\"2.0\"|\"3.0\"|version is",
        "EPSG/0/7415|EPSG/0/4326|geographic",
        "EPSG/0/7415|EPSG/0/99999|EPSG:99999",
        "EPSG/0/7415|local|names no EPSG",
        "[16]|[17]|vertex that is there",
        "[16]|[-1]|vertex that is there",
        "[16]|[1.5]|indexes",
        "[1500, 500, 100]|[1500, 500]|three numbers",
        "[1500, 500, 100]|[1500, 500, 1e999]|finite",
        "\"vertices\"|vertices|not JSON",
      })
  void refuses_a_file_that_is_not_right_and_says_why(String part, String other, String reason)
      throws Exception {
    String text = Files.readString(COURTYARD);
    assertTrue(text.contains(part));
    Path file = Files.writeString(folder.resolve("map.json"), text.replace(part, other));
    UnfitMapFile refusal =
        assertThrows(UnfitMapFile.class, () -> read(file, ImportSettings.open(7)));
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }

  @Test
  void takes_the_reference_system_from_the_settings_where_the_file_has_none() throws Exception {
    String text =
        Files.readString(COURTYARD).replace("https://www.opengis.net/def/crs/EPSG/0/7415", "");
    Path file = Files.writeString(folder.resolve("map.json"), text);
    var settings =
        new ImportSettings(7, Optional.empty(), Set.of(), OptionalInt.of(28992), Heights.AS_GIVEN);
    assertEquals(3, read(file, settings).objects());
  }

  @Test
  void imports_a_block_of_delft() throws Exception {
    Assumptions.assumeTrue(
        Files.exists(DELFT), "SKIPPED: the Delft city model is not beside the repository");
    ImportedMap map = read(DELFT, ImportSettings.open(1));
    assertEquals(570, map.objects());
    Map<String, Long> types =
        objects.stream().collect(Collectors.groupingBy(MapObject::type, Collectors.counting()));
    assertEquals(160, types.get("Building"));
    assertEquals(143, types.get("Road"));
    assertEquals(7, map.profile().layers().size());
    assertTrue(objects.stream().allMatch(o -> map.profile().coverage().contains(o.position())));
    assertTrue(
        objects.stream()
            .allMatch(
                o ->
                    Math.abs(o.position().longitude() - 4.361) < 0.01
                        && Math.abs(o.position().latitude() - 52.013) < 0.01));
  }

  private ImportedMap read(Path file, ImportSettings settings) throws IOException, UnfitMapFile {
    return CityJsonImport.read(file, settings, objects::add);
  }
}
