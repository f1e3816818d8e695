/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.sealspatial.lm.domain.DiscoveryClip;
import org.sealspatial.lm.domain.SpatialAnchor;
import org.sealspatial.lm.domain.Volume;

/**
 * SpatialAnchorsDiscResp (TS 29.437). SpatialAnchorProfile is the project's own rendering of TS
 * 23.437 table 7.3.2.1-1, since the 3GPP file that defines it was not at hand. Allowed entities are
 * left out: they name others.
 */
public record AnchorsAnswer(List<SpatialAnchor> found, DiscoveryClip clip) implements Answer {
  public AnchorsAnswer {
    found = List.copyOf(found);
  }

  @Override
  public boolean writeTo(JsonGenerator json) throws IOException {
    boolean withheld = clip.withheld();
    json.writeStartObject();
    json.writeArrayFieldStart("results");
    for (SpatialAnchor anchor : found) {
      write(json, anchor);
      withheld |= clip.cuts(anchor);
    }
    json.writeEndArray();
    json.writeEndObject();
    return withheld;
  }

  private void write(JsonGenerator json, SpatialAnchor anchor) throws IOException {
    var out = new Out(json);
    json.writeStartObject();
    json.writeStringField("anchorId", anchor.id());
    position(json, out, anchor);
    place(json, out, anchor.place());
    out.text("anchInf", anchor.applicationInfo());
    json.writeObjectFieldStart("valSvcInf");
    json.writeStringField("svcId", anchor.service().valService());
    json.writeStringField("endpoint", anchor.service().endpoint());
    json.writeEndObject();
    List<Volume> area = clip.serviceArea(anchor);
    if (!area.isEmpty()) {
      out.area("svcArea", area);
    }
    period(json, out, anchor.access());
    json.writeEndObject();
  }

  private static void position(JsonGenerator json, Out out, SpatialAnchor anchor)
      throws IOException {
    json.writeObjectFieldStart("pos");
    out.point("point", anchor.position());
    if (anchor.position().height().isPresent()) {
      json.writeNumberField("height", anchor.position().height().getAsDouble());
    }
    json.writeEndObject();
  }

  private static void place(JsonGenerator json, Out out, SpatialAnchor.MapPlace place)
      throws IOException {
    if (place.mapId().isEmpty() && place.layer().isEmpty() && place.objectId().isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("mapPos");
    if (place.mapId().isPresent()) {
      json.writeNumberField("mapId", place.mapId().getAsLong());
    }
    out.text("mapLyrId", place.layer());
    out.text("objId", place.objectId());
    json.writeEndObject();
  }

  private static void period(JsonGenerator json, Out out, SpatialAnchor.Access access)
      throws IOException {
    if (access.from().isPresent() || access.until().isPresent()) {
      json.writeObjectFieldStart("timePeriod");
      out.text("startTime", access.from().map(Object::toString));
      out.text("stopTime", access.until().map(Object::toString));
      json.writeEndObject();
    }
  }
}
