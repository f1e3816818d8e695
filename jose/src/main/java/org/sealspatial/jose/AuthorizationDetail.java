/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.schemas.FailureCause;

/**
 * One object of {@code authorization_details} (RFC 9396) of our type: what a token is limited to.
 * An empty list of maps or layers means any. Within one object the limits multiply, several objects
 * add up.
 *
 * @param actions actions on the service, at least one
 * @param maps spatial map ids (Uint32); empty: any
 * @param layers layer ids; empty: any
 * @param area where; absent: anywhere
 */
public record AuthorizationDetail(
    List<String> actions, List<Long> maps, List<String> layers, Optional<AreaLimit> area) {

  /** The type that RFC 9396 asks every object to name. */
  public static final String TYPE = "seal-spatial";

  private static final Set<String> FIELDS = Set.of("type", "actions", "maps", "layers", "area");
  private static final Set<String> AREA_FIELDS = Set.of("polygon", "minHeight", "maxHeight");
  private static final int MAX_OBJECTS = 16;
  private static final int MAX_ITEMS = 256;

  // A client asks in the same words again and again.
  private static final Recent<List<AuthorizationDetail>> PARSED = new Recent<>(1024, 1024);

  /**
   * A polygon with a height range.
   *
   * @param ring lon, lat, lon, lat ... in degrees (WGS 84); the first point is not repeated
   * @param minHeight ellipsoidal height in metres; absent: unbounded
   * @param maxHeight ellipsoidal height in metres; absent: unbounded
   */
  public record AreaLimit(
      List<Double> ring, Optional<Double> minHeight, Optional<Double> maxHeight) {
    public AreaLimit {
      ring = List.copyOf(ring);
    }
  }

  public AuthorizationDetail {
    actions = List.copyOf(actions);
    maps = List.copyOf(maps);
    layers = List.copyOf(layers);
  }

  /**
   * Reads a JSON array of these objects, all of them or none.
   *
   * @throws Rejected AUTHORIZATION_DETAILS_INVALID for an unknown type or field, a wrong type or
   *     value, or too many
   */
  public static List<AuthorizationDetail> parse(String json) throws Rejected {
    List<AuthorizationDetail> details = PARSED.of(json);
    if (details == null) {
      details = parse(StrictJson.array(json).orElseThrow(() -> invalid("not a JSON array")));
      PARSED.keep(json, details);
    }
    return details;
  }

  /** As {@link #parse(String)}, for JSON that is read already. */
  public static List<AuthorizationDetail> parse(JsonNode array) throws Rejected {
    if (!array.isArray() || array.isEmpty() || array.size() > MAX_OBJECTS) {
      throw invalid("an array of 1 to " + MAX_OBJECTS + " objects");
    }
    var details = new ArrayList<AuthorizationDetail>();
    for (JsonNode node : array) {
      details.add(one(node));
    }
    return List.copyOf(details);
  }

  private static AuthorizationDetail one(JsonNode node) throws Rejected {
    checkFields(node, FIELDS);
    if (!TYPE.equals(node.path("type").textValue())) {
      throw invalid("type is not " + TYPE);
    }
    List<String> actions = texts(node.get("actions"));
    if (actions.isEmpty()) {
      throw invalid("no actions");
    }
    Optional<AreaLimit> area =
        node.has("area") ? Optional.of(area(node.get("area"))) : Optional.empty();
    return new AuthorizationDetail(actions, ids(node.get("maps")), texts(node.get("layers")), area);
  }

  private static AreaLimit area(JsonNode node) throws Rejected {
    checkFields(node, AREA_FIELDS);
    JsonNode polygon = node.path("polygon");
    if (!polygon.isArray() || polygon.size() < 3 || polygon.size() > MAX_ITEMS) {
      throw invalid("a polygon has 3 to " + MAX_ITEMS + " points");
    }
    var ring = new ArrayList<Double>();
    for (JsonNode point : polygon) {
      if (!point.isArray() || point.size() != 2) {
        throw invalid("a point is [lon, lat]");
      }
      ring.add(number(point.get(0), 180));
      ring.add(number(point.get(1), 90));
    }
    return new AreaLimit(ring, height(node.get("minHeight")), height(node.get("maxHeight")));
  }

  private static Optional<Double> height(JsonNode node) throws Rejected {
    return node == null ? Optional.empty() : Optional.of(number(node, 100_000));
  }

  private static double number(JsonNode node, double limit) throws Rejected {
    double value = node.isNumber() ? node.doubleValue() : Double.NaN;
    if (!(Math.abs(value) <= limit)) {
      throw invalid("a number is out of range");
    }
    return value;
  }

  private static List<String> texts(JsonNode node) throws Rejected {
    var texts = new ArrayList<String>();
    for (JsonNode item : items(node)) {
      if (!item.isTextual() || item.textValue().isEmpty() || item.textValue().length() > 128) {
        throw invalid("an item is no short text");
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  private static List<Long> ids(JsonNode node) throws Rejected {
    var ids = new ArrayList<Long>();
    for (JsonNode item : items(node)) {
      if (!item.isIntegralNumber() || !item.canConvertToLong() || item.longValue() >>> 32 != 0) {
        throw invalid("a map id is a Uint32");
      }
      ids.add(item.longValue());
    }
    return ids;
  }

  private static Iterable<JsonNode> items(JsonNode node) throws Rejected {
    if (node == null) {
      return List.of();
    }
    if (!node.isArray() || node.size() > MAX_ITEMS) {
      throw invalid("not an array of at most " + MAX_ITEMS);
    }
    return node;
  }

  private static void checkFields(JsonNode node, Set<String> known) throws Rejected {
    if (!node.isObject()) {
      throw invalid("not an object");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      if (!known.contains(names.next())) {
        throw invalid("an unknown field");
      }
    }
  }

  private static Rejected invalid(String hint) {
    return new Rejected(FailureCause.AUTHORIZATION_DETAILS_INVALID, hint);
  }

  /** The JSON array of these objects, in their order. */
  public static ArrayNode toJson(List<AuthorizationDetail> details) {
    ArrayNode array = StrictJson.array();
    details.forEach(detail -> array.add(detail.toJson()));
    return array;
  }

  private ObjectNode toJson() {
    ObjectNode node = StrictJson.object().put("type", TYPE);
    actions.forEach(node.putArray("actions")::add);
    if (!maps.isEmpty()) {
      maps.forEach(node.putArray("maps")::add);
    }
    if (!layers.isEmpty()) {
      layers.forEach(node.putArray("layers")::add);
    }
    area.ifPresent(limit -> node.set("area", areaJson(limit)));
    return node;
  }

  private static ObjectNode areaJson(AreaLimit limit) {
    ObjectNode node = StrictJson.object();
    ArrayNode polygon = node.putArray("polygon");
    for (int i = 0; i + 1 < limit.ring().size(); i += 2) {
      polygon.addArray().add(limit.ring().get(i)).add(limit.ring().get(i + 1));
    }
    limit.minHeight().ifPresent(h -> node.put("minHeight", h));
    limit.maxHeight().ifPresent(h -> node.put("maxHeight", h));
    return node;
  }
}
