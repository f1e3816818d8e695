/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.sealspatial.jose.Rejected;
import org.sealspatial.lm.domain.HeightRange;
import org.sealspatial.lm.domain.Position;
import org.sealspatial.lm.domain.Volume;
import org.sealspatial.schemas.FailureCause;

/**
 * Reads a ServiceArea (TS 29.558) of geographic areas (TS 29.572): POLYGON of 3 to 15 points, POINT
 * and POINT_UNCERTAINTY_CIRCLE, the last two as a disc of at least 1 m. Heights are an extension:
 * minHeight and maxHeight beside the shape. What can't be evaluated is refused, never ignored.
 */
final class ServiceAreas {
  private static final int MAX_AREAS = 16;
  private static final int MIN_POINTS = 3;
  private static final int MAX_POINTS = 15;
  private static final double SMALLEST_DISC = 1;

  private ServiceAreas() {}

  /** The union of these volumes. */
  static List<Volume> read(JsonNode area) throws Rejected {
    requireFields(area, Set.of("geoServAr"));
    JsonNode geographic = area.path("geoServAr");
    requireFields(geographic, Set.of("geoArs"));
    JsonNode shapes = geographic.path("geoArs");
    if (!shapes.isArray() || shapes.isEmpty() || shapes.size() > MAX_AREAS) {
      throw malformed("geoArs");
    }
    var volumes = new ArrayList<Volume>();
    for (JsonNode shape : shapes) {
      volumes.add(shape(shape));
    }
    return volumes;
  }

  private static Volume shape(JsonNode node) throws Rejected {
    try {
      HeightRange heights =
          HeightRange.between(height(node, "minHeight"), height(node, "maxHeight"));
      return switch (node.path("shape").asText("")) {
        case "POLYGON" -> polygon(node, heights);
        case "POINT" -> disc(node, 0, Set.of("shape", "point", "minHeight", "maxHeight"), heights);
        case "POINT_UNCERTAINTY_CIRCLE" ->
            disc(
                node,
                number(node, "uncertainty"),
                Set.of("shape", "point", "uncertainty", "minHeight", "maxHeight"),
                heights);
        default -> throw malformed("shape");
      };
    } catch (IllegalArgumentException e) {
      throw malformed("geometry");
    }
  }

  private static Volume polygon(JsonNode node, HeightRange heights) throws Rejected {
    requireFields(node, Set.of("shape", "pointList", "minHeight", "maxHeight"));
    JsonNode points = node.path("pointList");
    if (!points.isArray() || points.size() < MIN_POINTS || points.size() > MAX_POINTS) {
      throw malformed("pointList");
    }
    var ring = new ArrayList<Double>();
    for (JsonNode point : points) {
      Position position = position(point);
      ring.add(position.longitude());
      ring.add(position.latitude());
    }
    return Volume.of(ring, heights);
  }

  private static Volume disc(JsonNode node, double radius, Set<String> fields, HeightRange heights)
      throws Rejected {
    requireFields(node, fields);
    if (radius < 0) {
      throw malformed("uncertainty");
    }
    Position centre = position(node.path("point"));
    return Volume.circle(centre, Math.max(radius, SMALLEST_DISC)).at(heights);
  }

  private static Position position(JsonNode node) throws Rejected {
    requireFields(node, Set.of("lon", "lat"));
    return Position.of(number(node, "lon"), number(node, "lat"));
  }

  private static OptionalDouble height(JsonNode node, String name) throws Rejected {
    return node.has(name) ? OptionalDouble.of(number(node, name)) : OptionalDouble.empty();
  }

  private static double number(JsonNode node, String name) throws Rejected {
    JsonNode value = node.path(name);
    if (!value.isNumber()) {
      throw malformed(name);
    }
    return value.doubleValue();
  }

  static void requireFields(JsonNode node, Set<String> known) throws Rejected {
    if (!node.isObject()) {
      throw malformed("not an object");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      if (!known.contains(names.next())) {
        throw malformed("an unknown field");
      }
    }
  }

  static Rejected malformed(String hint) {
    return new Rejected(FailureCause.REQUEST_MALFORMED, hint);
  }
}
