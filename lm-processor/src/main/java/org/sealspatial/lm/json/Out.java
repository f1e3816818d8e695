/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Polygon;
import org.sealspatial.lm.domain.HeightRange;
import org.sealspatial.lm.domain.Position;
import org.sealspatial.lm.domain.Volume;

/** Writes the shared types of TS 29.558 and TS 29.572. */
record Out(JsonGenerator json) {

  void text(String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  /** A ServiceArea of these volumes. */
  void area(String name, List<Volume> volumes) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeObjectFieldStart("geoServAr");
    json.writeArrayFieldStart("geoArs");
    for (Volume volume : volumes) {
      for (Polygon polygon : SmallPolygons.of(volume.polygons())) {
        polygon(polygon, volume.heights());
      }
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void polygon(Polygon polygon, HeightRange heights) throws IOException {
    json.writeStartObject();
    json.writeStringField("shape", "POLYGON");
    json.writeArrayFieldStart("pointList");
    Coordinate[] corners = polygon.getExteriorRing().getCoordinates();
    for (int i = 0; i < corners.length - 1; i++) {
      point(corners[i].x, corners[i].y);
    }
    json.writeEndArray();
    if (Double.isFinite(heights.min())) {
      json.writeNumberField("minHeight", heights.min());
    }
    if (Double.isFinite(heights.max())) {
      json.writeNumberField("maxHeight", heights.max());
    }
    json.writeEndObject();
  }

  void point(String name, Position position) throws IOException {
    json.writeFieldName(name);
    point(position.longitude(), position.latitude());
  }

  private void point(double lon, double lat) throws IOException {
    json.writeStartObject();
    json.writeNumberField("lon", lon);
    json.writeNumberField("lat", lat);
    json.writeEndObject();
  }

  /** A Local3dPointUncertaintyEllipsoid; its uncertainty is not known, which confidence 0 says. */
  void local(String name, Position position, LocalFrame frame) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("shape", "LOCAL_3D_POINT_UNCERTAINTY_ELLIPSOID");
    json.writeObjectFieldStart("localOrigin");
    point("point", frame.origin());
    json.writeEndObject();
    json.writeObjectFieldStart("point");
    json.writeNumberField("x", millimetres(frame.x(position)));
    json.writeNumberField("y", millimetres(frame.y(position)));
    if (position.height().isPresent()) {
      json.writeNumberField("z", millimetres(position.height().getAsDouble()));
    }
    json.writeEndObject();
    json.writeObjectFieldStart("uncertaintyEllipsoid");
    for (String part : List.of("semiMajor", "semiMinor", "vertical", "orientationMajor")) {
      json.writeNumberField(part, 0);
    }
    json.writeEndObject();
    json.writeNumberField("confidence", 0);
    json.writeEndObject();
  }

  private static double millimetres(double metres) {
    return Math.rint(metres * 1_000) / 1_000;
  }
}
