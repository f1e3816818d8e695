/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealspatial.jose.Rejected;
import org.sealspatial.lm.domain.HeightRange;
import org.sealspatial.lm.domain.Position;
import org.sealspatial.lm.domain.SpatialQuestion;
import org.sealspatial.lm.domain.Volume;
import org.sealspatial.schemas.FailureCause;

class QuestionParserTest {

  @Test
  void reads_a_map_with_its_layers() throws Rejected {
    SpatialQuestion question =
        parse(
            Map.of(
                "svc-id", "navigation",
                "map-id", "4294967295",
                "map-layer-list", "{\"lyrList\":[{\"mapLyrId\":\"a\"},{\"mapLyrId\":\"b\"}]}",
                "aug-with", "{\"augLyrs\":[\"VAL_USERS\"]}"));
    assertEquals(OptionalLong.of(4_294_967_295L), question.mapId());
    assertEquals(Set.of("a", "b"), question.layers());
    assertEquals(Set.of("VAL_USERS"), question.augmentations());
    assertEquals(Optional.of("navigation"), question.valService());
  }

  @Test
  void reads_areas_of_interest() throws Rejected {
    SpatialQuestion question =
        parse(
            Map.of(
                "area-int",
                "{\"geoServAr\":{\"geoArs\":["
                    + "{\"shape\":\"POLYGON\",\"pointList\":[{\"lon\":0,\"lat\":0},"
                    + "{\"lon\":1,\"lat\":0},{\"lon\":1,\"lat\":1}],\"minHeight\":2,\"maxHeight\":3},"
                    + "{\"shape\":\"POINT\",\"point\":{\"lon\":5,\"lat\":5}},"
                    + "{\"shape\":\"POINT_UNCERTAINTY_CIRCLE\",\"point\":{\"lon\":6,\"lat\":6},"
                    + "\"uncertainty\":100}]}}"));
    Volume triangle = Volume.of(0, 0, 1, 0, 1, 1).at(new HeightRange(2, 3));
    assertEquals(triangle, question.area().get(0));
    assertTrue(question.area().get(1).contains(Position.of(5, 5)));
    assertTrue(question.area().get(2).contains(Position.of(6, 6 + 99 / 111_195.1)));
  }

  @Test
  void reads_anchor_ids_and_what_applications_stored() throws Rejected {
    SpatialQuestion question =
        parse(
            Map.of(
                "anchor-ids", "a,b,c",
                "anch-inf", "\"AQID\"",
                "client-location", "{}",
                "supp-feats", "\"1\""));
    assertEquals(Set.of("a", "b", "c"), question.anchorIds());
    assertEquals(Optional.of("AQID"), question.anchorInfo());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "map-id|x",
        "map-id|-1",
        "map-id|4294967296",
        "map-id|1.0",
        "map-id|1 2",
        "map-id|\"17\"",
        "map-id|null",
        "map-layer-list|[]",
        "map-layer-list|{\"lyrList\":[]}",
        "map-layer-list|{\"lyrList\":[{}]}",
        "map-layer-list|{\"lyrList\":[{\"mapLyrId\":1}]}",
        "map-layer-list|{\"lyrList\":[{\"mapLyrId\":\"a\",\"admin\":true}]}",
        "map-layer-list|{\"lyrList\":[{\"mapLyrId\":\"a\"}],\"lyrList\":[]}",
        "aug-with|{\"augLyrs\":[1]}",
        "svc-id|' '",
        "anchor-ids|a,,b",
        "anch-inf|AQID",
        "anch-inf|\"?\"",
        "area-int|{}",
        "area-int|{\"geoServAr\":{\"geoArs\":[]}}",
        "area-int|{\"geoServAr\":{\"civicAddrs\":[]}}",
        "area-int|{\"topServAr\":{},\"geoServAr\":{\"geoArs\":[]}}",
        "area-int|{\"geoServAr\":{\"geoArs\":[{\"shape\":\"ELLIPSOID_ARC\"}]}}",
        "area-int|{\"geoServAr\":{\"geoArs\":[{\"shape\":\"POINT\"}]}}",
        "area-int|{\"geoServAr\":{\"geoArs\":[{\"shape\":\"POINT\",\"point\":{\"lon\":181,\"lat\":0}}]}}",
        "area-int|{\"geoServAr\":{\"geoArs\":[{\"shape\":\"POINT\",\"point\":{\"lon\":\"1\",\"lat\":0}}]}}",
        "area-int|{\"geoServAr\":{\"geoArs\":[{\"shape\":\"POLYGON\",\"pointList\":[{\"lon\":0,\"lat\":0},{\"lon\":1,\"lat\":1}]}]}}",
      })
  void refuses_a_parameter_that_has_not_its_form(String name, String value) {
    Rejected refusal = assertThrows(Rejected.class, () -> parse(Map.of(name, value)));
    assertEquals(FailureCause.REQUEST_MALFORMED, refusal.failureCause());
  }

  @Test
  void refuses_more_points_than_ts_29_572_allows() {
    var points = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      double turn = 2 * Math.PI * i / 16;
      points.append(i == 0 ? "" : ",");
      points.append("{\"lon\":" + Math.cos(turn) + ",\"lat\":" + Math.sin(turn) + "}");
    }
    String area =
        "{\"geoServAr\":{\"geoArs\":[{\"shape\":\"POLYGON\",\"pointList\":[" + points + "]}]}}";
    assertThrows(Rejected.class, () -> parse(Map.of("area-int", area)));
  }

  private static SpatialQuestion parse(Map<String, String> parameters) throws Rejected {
    return QuestionParser.parse("SS_SmManagement", "get", parameters);
  }
}
