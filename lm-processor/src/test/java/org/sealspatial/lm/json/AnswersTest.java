/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.lm.domain.Fixtures.NOON;
import static org.sealspatial.lm.domain.Fixtures.PLAZA;
import static org.sealspatial.lm.domain.Fixtures.WEST_OF_PLAZA;
import static org.sealspatial.lm.domain.Fixtures.anchor;
import static org.sealspatial.lm.domain.Fixtures.anchorsIn;
import static org.sealspatial.lm.domain.Fixtures.grant;
import static org.sealspatial.lm.domain.Fixtures.plaza;
import static org.sealspatial.lm.domain.Fixtures.question;
import static org.sealspatial.lm.domain.Fixtures.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.lm.domain.AccessPolicy;
import org.sealspatial.lm.domain.DiscoveryClip;
import org.sealspatial.lm.domain.Grant;
import org.sealspatial.lm.domain.MapClip;
import org.sealspatial.lm.domain.MapObject;
import org.sealspatial.lm.domain.Position;
import org.sealspatial.lm.domain.SpatialAnchor;
import org.sealspatial.lm.domain.SpatialAnchor.Access;
import org.sealspatial.lm.domain.SpatialAnchor.MapPlace;
import org.sealspatial.lm.domain.SpatialAnchor.Service;
import org.sealspatial.lm.maps.IndexedSpatialMaps;
import org.sealspatial.lm.maps.MapChange;

class AnswersTest {
  private static final Grant ANY = grant(Set.of(), Set.of(), null);

  @Test
  void an_anchor_is_written_with_all_it_has_but_who_may_find_it() {
    var anchor =
        new SpatialAnchor(
            "door",
            Position.of(4.2, 52.5, 3.5),
            new MapPlace(OptionalLong.of(17), Optional.of("trees"), Optional.of("oak")),
            new Service("navigation", "https://nav.example"),
            Optional.of("AQID"),
            new Access(
                Optional.of(PLAZA),
                Set.of("ue-1", "somebody-else"),
                Optional.of(NOON),
                Optional.of(NOON.plusSeconds(60))));
    AnswerText answer = anchors(ANY, anchor);
    JsonNode json = StrictJson.read(answer.json()).orElseThrow().at("/results/0");
    assertEquals("door", json.path("anchorId").asText());
    assertEquals(3.5, json.at("/pos/height").asDouble());
    assertEquals(52.5, json.at("/pos/point/lat").asDouble());
    assertEquals(17, json.at("/mapPos/mapId").asInt());
    assertEquals("oak", json.at("/mapPos/objId").asText());
    assertEquals("https://nav.example", json.at("/valSvcInf/endpoint").asText());
    assertEquals("AQID", json.path("anchInf").asText());
    assertEquals("2026-11-24T12:00:00Z", json.at("/timePeriod/startTime").asText());
    assertEquals(4, json.at("/svcArea/geoServAr/geoArs/0/pointList").size());
    assertFalse(answer.json().contains("somebody-else"));
    assertFalse(answer.withheld());
  }

  @Test
  void a_service_area_is_cut_to_the_grant_too() {
    SpatialAnchor anchor =
        new SpatialAnchor(
            "bench",
            Position.of(4.2, 52.5),
            MapPlace.NOWHERE,
            new Service("navigation", "e"),
            Optional.empty(),
            new Access(Optional.of(PLAZA), Set.of(), Optional.empty(), Optional.empty()));
    AnswerText answer = anchors(grant(Set.of(), Set.of(), WEST_OF_PLAZA), anchor);
    assertFalse(answer.json().contains("\"lon\":5.0"));
    assertTrue(answer.withheld());
  }

  private static AnswerText anchors(Grant grant, SpatialAnchor... found) {
    DiscoveryClip clip =
        new AccessPolicy()
            .decide(token("SS_SAnDiscovery", grant), anchorsIn(WEST_OF_PLAZA), NOON)
            .fold(allowed -> allowed, cause -> null);
    assertTrue(List.of(found).stream().allMatch(clip::shows));
    return AnswerText.of(new AnchorsAnswer(List.of(found), clip), 10_000).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"},{\"objId\":\"x",
        "\\u0022",
        "</script><script>alert(1)</script>",
        "line\nbreak\ttab\u0000nul",
        "\u202Eright to left",
        "\uD83C\uDF33 \u6A39 \u0928\u092E",
      })
  void whatever_a_name_holds_it_stays_one_json_text(String name) {
    var maps = new IndexedSpatialMaps();
    maps.apply(new MapChange.MapSet(plaza(), 1));
    maps.apply(
        new MapChange.ObjectSet(
            17,
            new MapObject(name, "trees", "Tree", Position.of(4.2, 52.5), Optional.of(name)),
            1));
    AnswerText answer = map(maps, 100_000).orElseThrow();
    JsonNode object =
        StrictJson.read(answer.json()).orElseThrow().at("/mapInf/mapLyrList/lyrList/1/objList/0");
    assertEquals(name, object.path("objId").textValue());
    assertEquals(name, object.path("objInf").textValue());
  }

  @Test
  void the_limit_counts_bytes_of_utf_8() {
    var maps = new IndexedSpatialMaps();
    maps.apply(new MapChange.MapSet(plaza(), 1));
    maps.apply(
        new MapChange.ObjectSet(
            17,
            new MapObject(
                "oak",
                "trees",
                "Tree",
                Position.of(4.2, 52.5),
                Optional.of("\u6A39".repeat(5_000))),
            1));
    int size = map(maps, 100_000).orElseThrow().json().getBytes(StandardCharsets.UTF_8).length;
    assertTrue(size > 15_000);
    assertTrue(map(maps, size).isPresent());
    assertTrue(map(maps, size - 1).isEmpty());
    assertTrue(map(maps, 10).isEmpty());
  }

  private static Optional<AnswerText> map(IndexedSpatialMaps maps, int limit) {
    MapClip clip =
        new AccessPolicy()
            .decide(
                token("SS_SmManagement", ANY),
                question("SS_SmManagement", "get"),
                maps.snapshot().find(17))
            .fold(allowed -> allowed, cause -> null);
    return AnswerText.of(MapAnswer.retrieved(clip, maps.snapshot()), limit);
  }
}
