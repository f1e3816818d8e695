/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.sealspatial.lm.domain.Fixtures.ELSEWHERE;
import static org.sealspatial.lm.domain.Fixtures.NOON;
import static org.sealspatial.lm.domain.Fixtures.PLAZA;
import static org.sealspatial.lm.domain.Fixtures.WEST_OF_PLAZA;
import static org.sealspatial.lm.domain.Fixtures.anchor;
import static org.sealspatial.lm.domain.Fixtures.anchorsIn;
import static org.sealspatial.lm.domain.Fixtures.grant;
import static org.sealspatial.lm.domain.Fixtures.object;
import static org.sealspatial.lm.domain.Fixtures.plaza;
import static org.sealspatial.lm.domain.Fixtures.question;
import static org.sealspatial.lm.domain.Fixtures.token;
import static org.sealspatial.lm.domain.Fixtures.with;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealspatial.schemas.FailureCause;

class AccessPolicyTest {
  private static final String MAPS = "SS_SmManagement";
  private static final Grant ANY = grant(Set.of(), Set.of(), null);
  private static final AccessPolicy POLICY = new AccessPolicy();

  static Stream<Arguments> maps() {
    SpatialQuestion all = question(MAPS, "get");
    return Stream.of(
        arguments("everything granted", token(MAPS, ANY), all, plaza(), "buildings trees"),
        arguments(
            "another service", token("SS_SAnDiscovery", ANY), all, plaza(), "SCOPE_INSUFFICIENT"),
        arguments(
            "an action that is not in the scope",
            token(MAPS, ANY),
            question(MAPS, "update"),
            plaza(),
            "SCOPE_INSUFFICIENT"),
        arguments("no such map", token(MAPS, ANY), all, null, "MAP_NOT_FOUND"),
        arguments(
            "the scope is judged before the map",
            token("SS_SAnDiscovery", ANY),
            all,
            null,
            "SCOPE_INSUFFICIENT"),
        arguments("no grant at all", token(MAPS), all, plaza(), "MAP_NOT_YOURS"),
        arguments(
            "no grant for the action",
            token(MAPS, new Grant(Set.of("list"), Set.of(), Set.of(), Optional.empty())),
            all,
            plaza(),
            "MAP_NOT_YOURS"),
        arguments(
            "a grant for this map, not for the one it is associated with",
            token(MAPS, grant(Set.of(17L), Set.of(), null)),
            all,
            plaza(),
            "buildings trees withheld"),
        arguments(
            "a grant for another map",
            token(MAPS, grant(Set.of(18L), Set.of(), null)),
            all,
            plaza(),
            "MAP_NOT_YOURS"),
        arguments(
            "open to this client", token(MAPS, ANY), all, plaza("client-a"), "buildings trees"),
        arguments("open to this VAL UE", token(MAPS, ANY), all, plaza("ue-1"), "buildings trees"),
        arguments(
            "open to its service", token(MAPS, ANY), all, plaza("navigation"), "buildings trees"),
        arguments("open to others", token(MAPS, ANY), all, plaza("client-b"), "MAP_NOT_YOURS"),
        arguments(
            "a grant elsewhere",
            token(MAPS, grant(Set.of(), Set.of(), ELSEWHERE)),
            all,
            plaza(),
            "MAP_NOT_YOURS"),
        arguments(
            "a grant at other heights",
            token(MAPS, grant(Set.of(), Set.of(), PLAZA.at(new HeightRange(0, 5)))),
            all,
            withCoverage(PLAZA.at(new HeightRange(6, 9))),
            "MAP_NOT_YOURS"),
        arguments(
            "one layer granted",
            token(MAPS, grant(Set.of(), Set.of("trees"), null)),
            all,
            plaza(),
            "trees withheld"),
        arguments(
            "one layer asked for",
            token(MAPS, ANY),
            question(MAPS, "get", "trees"),
            plaza(),
            "trees"),
        arguments(
            "an unknown layer with no limit on layers",
            token(MAPS, ANY),
            question(MAPS, "get", "trees", "sewers"),
            plaza(),
            "trees"),
        arguments(
            "a layer that is not granted, and exists",
            token(MAPS, grant(Set.of(), Set.of("trees"), null)),
            question(MAPS, "get", "trees", "buildings"),
            plaza(),
            "trees withheld"),
        arguments(
            "a layer that is not granted, and does not exist",
            token(MAPS, grant(Set.of(), Set.of("trees"), null)),
            question(MAPS, "get", "trees", "sewers"),
            plaza(),
            "trees withheld"),
        arguments(
            "only a layer that is not granted",
            token(MAPS, grant(Set.of(), Set.of("trees"), null)),
            question(MAPS, "get", "buildings"),
            plaza(),
            "MAP_NOT_YOURS"),
        arguments(
            "only a layer that does not exist",
            token(MAPS, ANY),
            question(MAPS, "get", "sewers"),
            plaza(),
            "MAP_NOT_YOURS"),
        arguments(
            "half of the area granted",
            token(MAPS, grant(Set.of(), Set.of(), WEST_OF_PLAZA)),
            all,
            plaza(),
            "buildings trees withheld"),
        arguments(
            "two grants that add up to all of it",
            token(
                MAPS,
                grant(Set.of(), Set.of(), WEST_OF_PLAZA),
                grant(Set.of(), Set.of(), Volume.of(4.5, 51, 6, 51, 6, 54, 4.5, 54))),
            all,
            plaza(),
            "buildings trees"),
        arguments(
            "two grants that do not multiply each other",
            token(
                MAPS,
                grant(Set.of(), Set.of("trees"), ELSEWHERE),
                grant(Set.of(), Set.of("buildings"), PLAZA)),
            question(MAPS, "get", "trees"),
            plaza(),
            "MAP_NOT_YOURS"),
        arguments(
            "an associated map that is not granted",
            token(MAPS, grant(Set.of(17L), Set.of("buildings"), null)),
            question(MAPS, "get", "buildings"),
            plaza(),
            "buildings withheld"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("maps")
  void decides_on_a_map(
      String situation,
      VerifiedToken token,
      SpatialQuestion question,
      SpatialMap map,
      String expected) {
    String decision =
        POLICY
            .decide(token, question, Optional.ofNullable(map))
            .fold(AccessPolicyTest::shown, FailureCause::name);
    assertEquals(expected, decision);
  }

  private static String shown(MapClip clip) {
    String layers =
        String.join(
            " ", clip.layers().stream().map(ClippedLayer::layer).map(MapLayer::id).toList());
    return layers + (clip.withheld() ? " withheld" : "");
  }

  private static SpatialMap withCoverage(Volume coverage) {
    SpatialMap map = plaza();
    return new SpatialMap(
        map.id(), map.valService(), coverage, map.allowedEntities(), map.layers().subList(0, 1));
  }

  @Test
  void a_map_of_another_service_than_asked_for_is_not_found() {
    SpatialMap map = plaza();
    var games = new SpatialMap(17, Optional.of("games"), map.coverage(), Set.of(), map.layers());
    FailureCause cause =
        POLICY
            .decide(token(MAPS, ANY), question(MAPS, "get"), Optional.of(games))
            .fold(clip -> null, denied -> denied);
    assertEquals(FailureCause.MAP_NOT_YOURS, cause);
  }

  @Test
  void areas_are_cut_to_the_grant() {
    MapClip clip = clip(token(MAPS, grant(Set.of(), Set.of(), WEST_OF_PLAZA)));
    assertEquals(List.of(WEST_OF_PLAZA), clip.coverage());
    assertEquals(List.of(WEST_OF_PLAZA), clip.layers().get(0).areas());
  }

  @Test
  void an_object_is_shown_only_where_a_grant_for_its_layer_reaches() {
    MapClip clip =
        clip(
            token(
                MAPS,
                grant(Set.of(), Set.of("buildings"), WEST_OF_PLAZA),
                grant(Set.of(), Set.of("trees"), PLAZA)));
    ClippedLayer buildings = clip.layers().get(0);
    assertTrue(buildings.shows(object("a", "buildings", 4.2, 52.5)));
    assertFalse(buildings.shows(object("b", "buildings", 4.8, 52.5)));
    assertFalse(buildings.shows(object("c", "trees", 4.2, 52.5)));
  }

  private static MapClip clip(VerifiedToken token) {
    return POLICY
        .decide(token, question(MAPS, "get"), Optional.of(plaza()))
        .fold(
            clip -> clip,
            cause -> {
              throw new AssertionError(cause);
            });
  }

  static Stream<Arguments> anchors() {
    SpatialAnchor inside = anchor("a", 4.2, 52.5);
    SpatialAnchor.MapPlace onPlaza =
        new SpatialAnchor.MapPlace(OptionalLong.of(17), Optional.of("trees"), Optional.empty());
    return Stream.of(
        arguments("granted", ANY, inside, true),
        arguments("in the granted area", grant(Set.of(), Set.of(), WEST_OF_PLAZA), inside, true),
        arguments(
            "outside the granted area",
            grant(Set.of(), Set.of(), WEST_OF_PLAZA),
            anchor("b", 4.8, 52.5),
            false),
        arguments("outside the area of interest", ANY, anchor("c", 10.5, 10.5), false),
        arguments(
            "on a granted map", grant(Set.of(17L), Set.of(), null), with(inside, onPlaza), true),
        arguments(
            "on a map not granted",
            grant(Set.of(18L), Set.of(), null),
            with(inside, onPlaza),
            false),
        arguments(
            "on no map, where maps are named", grant(Set.of(17L), Set.of(), null), inside, false),
        arguments(
            "on a layer not granted",
            grant(Set.of(), Set.of("buildings"), null),
            with(inside, onPlaza),
            false),
        arguments("open to the client", ANY, with(inside, open("client-a")), true),
        arguments("open to others", ANY, with(inside, open("client-b")), false),
        arguments("not yet active", ANY, with(inside, active(1, 9)), false),
        arguments("active", ANY, with(inside, active(0, 9)), true),
        arguments("expired", ANY, with(inside, active(-9, 0)), false));
  }

  private static SpatialAnchor.Access open(String entity) {
    return new SpatialAnchor.Access(
        Optional.empty(), Set.of(entity), Optional.empty(), Optional.empty());
  }

  private static SpatialAnchor.Access active(int from, int until) {
    return new SpatialAnchor.Access(
        Optional.empty(),
        Set.of(),
        Optional.of(NOON.plusSeconds(from)),
        Optional.of(NOON.plusSeconds(until)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("anchors")
  void decides_on_an_anchor(String situation, Grant grant, SpatialAnchor anchor, boolean shown) {
    boolean decision =
        POLICY
            .decide(token("SS_SAnDiscovery", grant), anchorsIn(PLAZA), NOON)
            .fold(clip -> clip.shows(anchor), cause -> false);
    assertEquals(shown, decision);
  }

  @Test
  void a_discovery_says_withheld_by_question_and_grant_alone() {
    assertFalse(withheld(ANY, PLAZA));
    assertFalse(withheld(grant(Set.of(), Set.of(), PLAZA), WEST_OF_PLAZA));
    assertTrue(withheld(grant(Set.of(), Set.of(), WEST_OF_PLAZA), PLAZA));
    assertTrue(withheld(grant(Set.of(), Set.of(), PLAZA)));
    assertTrue(withheld(grant(Set.of(17L), Set.of(), null), PLAZA));
  }

  private static boolean withheld(Grant grant, Volume... area) {
    return POLICY
        .decide(token("SS_SAnDiscovery", grant), anchorsIn(area), NOON)
        .fold(DiscoveryClip::withheld, cause -> false);
  }
}
