/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.sealspatial.jose.AuthorizationDetail;
import org.sealspatial.jose.AuthorizationDetail.AreaLimit;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.v1.Area;

/** An area has one form, wherever it stands: that of our RFC 9396 details. */
final class AreaContent {
  private AreaContent() {}

  static Optional<AreaLimit> read(Fields in, String name) {
    if (!in.has(name)) {
      return Optional.empty();
    }
    try {
      return AuthorizationDetail.parse(detail(in.node(name))).get(0).area();
    } catch (Rejected e) {
      in.problem(name, "must have a polygon of [lon, lat] and heights: " + e.getMessage());
      return Optional.empty();
    }
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
