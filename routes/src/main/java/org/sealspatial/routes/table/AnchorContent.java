/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.sealspatial.schemas.v1.SpatialAnchor;

/**
 * A spatial anchor as an operator writes it (TS 23.437 table 7.3.2.1-1).
 *
 * @param id the anchor's id
 * @param anchor what it is
 */
public record AnchorContent(String id, SpatialAnchor anchor) {

  /**
   * The anchor in a content.
   *
   * @throws InvalidContent with every problem
   */
  public static AnchorContent parse(ObjectNode content) throws InvalidContent {
    Fields in =
        Fields.of(
            content,
            "id",
            "position",
            "map",
            "layer",
            "object",
            "valService",
            "endpoint",
            "applicationInfo",
            "serviceArea",
            "allowedEntities",
            "from",
            "until");
    var read = new AnchorContent(in.text("id", Form.TEXT), anchor(in));
    in.raise();
    return read;
  }

  private static SpatialAnchor anchor(Fields in) {
    List<Double> position = in.position("position");
    return SpatialAnchor.newBuilder()
        .setLongitude(position.get(0))
        .setLatitude(position.get(1))
        .setHeight(position.size() > 2 ? position.get(2) : null)
        .setMapId(in.has("map") ? in.mapId("map") : null)
        .setLayer(in.optionalText("layer", Form.TEXT).orElse(null))
        .setObjectId(in.optionalText("object", Form.TEXT).orElse(null))
        .setValService(in.text("valService", Form.EXACT))
        .setEndpoint(in.text("endpoint", Form.EXACT))
        .setApplicationInfo(in.optionalText("applicationInfo", Form.BASE64).orElse(null))
        .setServiceArea(AreaContent.read(in, "serviceArea").map(AreaContent::record).orElse(null))
        .setAllowedEntities(in.optionalTexts("allowedEntities", Form.EXACT))
        .setFrom(in.optionalInstant("from").orElse(null))
        .setUntil(in.optionalInstant("until").orElse(null))
        .build();
  }
}
