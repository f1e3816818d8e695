/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.lm.domain.Fixtures.question;
import static org.sealspatial.lm.domain.Fixtures.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.lm.domain.AccessPolicy;
import org.sealspatial.lm.domain.Grant;
import org.sealspatial.lm.domain.HeightRange;
import org.sealspatial.lm.domain.MapClip;
import org.sealspatial.lm.domain.MapLayer;
import org.sealspatial.lm.domain.MapObject;
import org.sealspatial.lm.domain.Position;
import org.sealspatial.lm.domain.SpatialMap;
import org.sealspatial.lm.domain.Volume;
import org.sealspatial.lm.maps.IndexedSpatialMaps;
import org.sealspatial.lm.maps.MapChange;

/**
 * What is written of a map, against a reckoning point by point on a grid: nothing outside the
 * grant, all inside it, withheld exactly where something was hidden.
 */
class ClippingTest {
  private static final double[] SAMPLE_HEIGHTS = {-100, 2.5, 7.5, 100};

  record Scene(SpatialMap map, List<MapObject> objects, List<Grant> grants, Set<String> asked) {}

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void shows_what_is_granted_and_nothing_else(@ForAll("scenes") Scene scene) {
    Optional<AnswerText> answer = answer(scene);
    Set<String> expected =
        scene.objects().stream()
            .filter(object -> isVisible(scene, object))
            .map(MapObject::id)
            .collect(Collectors.toCollection(TreeSet::new));
    JsonNode json = answer.map(a -> StrictJson.read(a.json()).orElseThrow()).orElse(null);
    assertEquals(expected, json == null ? Set.of() : shownObjects(json));
    if (json != null) {
      checkAreas(scene, json);
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void says_withheld_exactly_where_something_was_hidden(@ForAll("scenes") Scene scene) {
    answer(scene).ifPresent(a -> assertEquals(isSomethingHidden(scene), a.withheld()));
  }

  private static Optional<AnswerText> answer(Scene scene) {
    var maps = new IndexedSpatialMaps();
    maps.apply(new MapChange.MapSet(scene.map(), 1));
    scene.objects().forEach(o -> maps.apply(new MapChange.ObjectSet(17, o, 1)));
    Optional<MapClip> clip =
        new AccessPolicy()
            .decide(
                token("SS_SmManagement", scene.grants().toArray(Grant[]::new)),
                question("SS_SmManagement", "get", scene.asked().toArray(String[]::new)),
                maps.snapshot().find(17))
            .fold(Optional::of, cause -> Optional.empty());
    return clip.map(
        c -> AnswerText.of(MapAnswer.retrieved(c, maps.snapshot()), 1 << 20).orElseThrow());
  }

  private static List<Grant> relevant(Scene scene, String layer) {
    return scene.grants().stream()
        .filter(g -> g.maps().isEmpty() || g.maps().contains(17L))
        .filter(g -> layer == null || g.layers().isEmpty() || g.layers().contains(layer))
        .filter(g -> meets(g, scene.map().coverage()))
        .toList();
  }

  private static boolean meets(Grant grant, Volume volume) {
    return grant.area().isEmpty() || samples(volume).stream().anyMatch(p -> holds(grant, p));
  }

  private static boolean holds(Grant grant, Position position) {
    return grant.area().map(a -> a.contains(position)).orElse(true);
  }

  private static Volume areaOf(Scene scene, MapLayer layer) {
    return layer.area().orElse(scene.map().coverage());
  }

  private static boolean isShown(Scene scene, MapLayer layer) {
    return (scene.asked().isEmpty() || scene.asked().contains(layer.id()))
        && relevant(scene, layer.id()).stream().anyMatch(g -> meets(g, areaOf(scene, layer)));
  }

  private static boolean isVisible(Scene scene, MapObject object) {
    return scene.map().layers().stream()
            .anyMatch(l -> l.id().equals(object.layer()) && isShown(scene, l))
        && relevant(scene, object.layer()).stream().anyMatch(g -> holds(g, object.position()));
  }

  private static boolean isSomethingHidden(Scene scene) {
    if (isCut(relevant(scene, null), scene.map().coverage())) {
      return true;
    }
    boolean beyond =
        scene.asked().stream()
            .anyMatch(
                id ->
                    relevant(scene, null).stream()
                        .noneMatch(g -> g.layers().isEmpty() || g.layers().contains(id)));
    boolean layers =
        scene.map().layers().stream()
            .filter(l -> scene.asked().isEmpty() || scene.asked().contains(l.id()))
            .anyMatch(
                l ->
                    !isShown(scene, l)
                        || isCut(relevant(scene, l.id()), areaOf(scene, l))
                        || scene.objects().stream()
                            .anyMatch(o -> o.layer().equals(l.id()) && !isVisible(scene, o)));
    return beyond || layers;
  }

  private static boolean isCut(List<Grant> grants, Volume volume) {
    return samples(volume).stream().anyMatch(p -> grants.stream().noneMatch(g -> holds(g, p)));
  }

  /** The middle of each cell of the grid that all areas keep to, at heights between all bounds. */
  private static List<Position> samples(Volume volume) {
    var samples = new ArrayList<Position>();
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < 8; j++) {
        for (double height : SAMPLE_HEIGHTS) {
          Position p = Position.of(3.625 + i / 4.0, 51.625 + j / 4.0, height);
          if (volume.contains(p)) {
            samples.add(p);
          }
        }
      }
    }
    return samples;
  }

  private static Set<String> shownObjects(JsonNode json) {
    var ids = new TreeSet<String>();
    for (JsonNode layer : json.at("/mapInf/mapLyrList/lyrList")) {
      layer.path("objList").forEach(object -> ids.add(object.path("objId").asText()));
    }
    return ids;
  }

  private static void checkAreas(Scene scene, JsonNode json) {
    checkArea(relevant(scene, null), json.at("/mapInf/mapCov"));
    for (JsonNode layer : json.at("/mapInf/mapLyrList/lyrList")) {
      checkArea(relevant(scene, layer.path("mapLyrId").asText()), layer.at("/mapLyrInf/area"));
    }
  }

  private static void checkArea(List<Grant> grants, JsonNode area) {
    for (JsonNode shape : area.at("/geoServAr/geoArs")) {
      assertTrue(shape.path("pointList").size() <= 15);
      var ring = new ArrayList<Double>();
      for (JsonNode point : shape.path("pointList")) {
        ring.add(point.path("lon").doubleValue());
        ring.add(point.path("lat").doubleValue());
      }
      var heights =
          new HeightRange(
              shape.path("minHeight").asDouble(Double.NEGATIVE_INFINITY),
              shape.path("maxHeight").asDouble(Double.POSITIVE_INFINITY));
      Volume written = Volume.of(ring, heights);
      assertTrue(grants.stream().anyMatch(g -> g.area().map(a -> a.covers(written)).orElse(true)));
    }
  }

  @Provide
  Arbitrary<Scene> scenes() {
    return Combinators.combine(
            maps(),
            objects().list().ofMaxSize(12),
            grants().list().ofMaxSize(3),
            Arbitraries.of("a", "b", "c").set().ofMaxSize(2))
        .as(ClippingTest::scene);
  }

  private static Scene scene(
      SpatialMap map, List<MapObject> objects, List<Grant> grants, Set<String> asked) {
    var numbered = new ArrayList<MapObject>();
    for (MapObject object : objects) {
      String id = "o" + numbered.size();
      numbered.add(
          new MapObject(id, object.layer(), object.type(), object.position(), object.info()));
    }
    return new Scene(map, numbered, grants, asked);
  }

  private static Arbitrary<SpatialMap> maps() {
    return Combinators.combine(volumes(), volumes().optional(), volumes().optional())
        .as(
            (coverage, a, b) ->
                new SpatialMap(
                    17,
                    Optional.of("navigation"),
                    coverage,
                    Set.of(),
                    List.of(
                        new MapLayer("a", a, Optional.empty()),
                        new MapLayer("b", b, Optional.empty()))));
  }

  private static Arbitrary<MapObject> objects() {
    return Combinators.combine(
            Arbitraries.of("a", "b"),
            Arbitraries.integers().between(0, 7),
            Arbitraries.integers().between(0, 7),
            Arbitraries.of(Double.NaN, 2.5, 7.5, 100.0))
        .as(
            (layer, x, y, height) -> {
              double lon = 3.625 + x / 4.0;
              double lat = 51.625 + y / 4.0;
              Position at = height.isNaN() ? Position.of(lon, lat) : Position.of(lon, lat, height);
              return new MapObject("o", layer, "Thing", at, Optional.empty());
            });
  }

  private static Arbitrary<Grant> grants() {
    return Combinators.combine(
            Arbitraries.of(Set.<Long>of(), Set.of(17L), Set.of(18L)),
            Arbitraries.of(Set.<String>of(), Set.of("a"), Set.of("b"), Set.of("a", "b")),
            volumes().optional())
        .as((maps, layers, area) -> new Grant(Set.of("get"), maps, layers, area));
  }

  private static Arbitrary<Volume> volumes() {
    Arbitrary<Integer> from = Arbitraries.integers().between(0, 6);
    Arbitrary<Integer> size = Arbitraries.integers().between(1, 6);
    return Combinators.combine(
            from,
            from,
            size,
            size,
            Arbitraries.of(
                HeightRange.ANY,
                new HeightRange(0, 5),
                new HeightRange(5, 10),
                new HeightRange(0, 10)))
        .as(ClippingTest::box);
  }

  private static Volume box(int x, int y, int width, int height, HeightRange heights) {
    double west = 3.5 + x / 4.0;
    double south = 51.5 + y / 4.0;
    double east = Math.min(5.5, west + width / 4.0);
    double north = Math.min(53.5, south + height / 4.0);
    return Volume.of(west, south, east, south, east, north, west, north).at(heights);
  }
}
