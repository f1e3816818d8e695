/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.sealspatial.jose.AuthorizationDetail;
import org.sealspatial.jose.AuthorizationDetail.AreaLimit;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.lm.domain.HeightRange;
import org.sealspatial.lm.domain.Volume;
import org.sealspatial.schemas.v1.Area;

/** An area has one form, wherever it stands: that of our RFC 9396 details. */
final class AreaContent {
  private AreaContent() {}

  static Optional<AreaLimit> read(Fields in, String name) {
    if (!in.has(name)) {
      return Optional.empty();
    }
    try {
      var area = AuthorizationDetail.parse(detail(in.node(name))).get(0).area();
      area.ifPresent(AreaContent::checkVolume);
      return area;
    } catch (Rejected | IllegalArgumentException e) {
      in.problem(name, "must have a polygon of [lon, lat] and heights: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** What SIM-S or LM-S could not use would keep a whole bundle from coming in force. */
  private static void checkVolume(AreaLimit area) {
    double min = area.minHeight().orElse(Double.NEGATIVE_INFINITY);
    double max = area.maxHeight().orElse(Double.POSITIVE_INFINITY);
    org.sealspatial.sim.domain.Volume.of(area.ring(), min, max);
    Volume.of(area.ring(), new HeightRange(min, max));
  }

  /** The area as it stands in a record. */
  static Area record(AreaLimit area) {
    return new Area(area.ring(), area.minHeight().orElse(null), area.maxHeight().orElse(null));
  }

  private static JsonNode detail(JsonNode area) {
    ObjectNode detail = StrictJson.object().put("type", AuthorizationDetail.TYPE);
    detail.putArray("actions").add("get");
    detail.set("area", area);
    return StrictJson.array().add(detail);
  }
}
