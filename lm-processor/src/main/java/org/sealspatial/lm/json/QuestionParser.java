/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.json;

import static org.sealspatial.lm.json.ServiceAreas.malformed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.lm.domain.SpatialMap;
import org.sealspatial.lm.domain.SpatialQuestion;
import org.sealspatial.lm.domain.Volume;

/**
 * Reads the parameters of TS 29.437 by their names there. Parameters with content application/json
 * hold JSON text; client-location and supp-feats are read past, since no answer depends on them.
 */
public final class QuestionParser {
  private static final int MAX_TEXT = 256;
  private static final int MAX_VALUE = 64 * 1024;
  private static final int MAX_ITEMS = 256;

  private final Map<String, String> parameters;

  private QuestionParser(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /**
   * What these parameters ask for.
   *
   * @throws Rejected REQUEST_MALFORMED where one has not its form
   */
  public static SpatialQuestion parse(
      String service, String operation, Map<String, String> parameters) throws Rejected {
    if (parameters.values().stream().anyMatch(v -> v == null || v.length() > MAX_VALUE)) {
      throw malformed("a parameter is too long");
    }
    var parser = new QuestionParser(parameters);
    return new SpatialQuestion(
        service,
        operation,
        parser.mapId(),
        parser.items("map-layer-list", "lyrList", true),
        parser.items("aug-with", "augLyrs", false),
        parser.area(),
        parser.text("svc-id"),
        parser.anchorIds(),
        parser.anchorInfo());
  }

  private OptionalLong mapId() throws Rejected {
    Optional<JsonNode> node = json("map-id");
    if (node.isEmpty()) {
      return OptionalLong.empty();
    }
    JsonNode id = node.get();
    if (!id.isIntegralNumber()
        || !id.canConvertToLong()
        || id.longValue() < 0
        || id.longValue() > SpatialMap.MAX_ID) {
      throw malformed("map-id");
    }
    return OptionalLong.of(id.longValue());
  }

  /** Texts of a list in an object; of map layers only the id says which layer is meant. */
  private Set<String> items(String parameter, String list, boolean layers) throws Rejected {
    var texts = new LinkedHashSet<String>();
    Optional<JsonNode> node = json(parameter);
    if (node.isEmpty()) {
      return texts;
    }
    ServiceAreas.requireFields(node.get(), Set.of(list));
    JsonNode items = node.get().path(list);
    if (!items.isArray() || items.isEmpty() || items.size() > MAX_ITEMS) {
      throw malformed(list);
    }
    for (JsonNode item : items) {
      texts.add(text(layers ? layerId(item) : item));
    }
    return texts;
  }

  private static JsonNode layerId(JsonNode layer) throws Rejected {
    ServiceAreas.requireFields(layer, Set.of("mapLyrId", "mapLyrInf", "objList"));
    return layer.path("mapLyrId");
  }

  private List<Volume> area() throws Rejected {
    Optional<JsonNode> node = json("area-int");
    return node.isPresent() ? ServiceAreas.read(node.get()) : List.of();
  }

  private Set<String> anchorIds() throws Rejected {
    var ids = new LinkedHashSet<String>();
    String list = parameters.get("anchor-ids");
    if (list == null) {
      return ids;
    }
    for (String id : list.split(",", -1)) {
      ids.add(checked(id));
    }
    if (ids.size() > MAX_ITEMS) {
      throw malformed("anchor-ids");
    }
    return ids;
  }

  private Optional<String> anchorInfo() throws Rejected {
    Optional<JsonNode> node = json("anch-inf");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    try {
      String base64 = node.get().isTextual() ? node.get().textValue() : "-";
      Base64.getDecoder().decode(base64);
      return Optional.of(base64);
    } catch (IllegalArgumentException e) {
      throw malformed("anch-inf");
    }
  }

  private Optional<String> text(String parameter) throws Rejected {
    String value = parameters.get(parameter);
    return value == null ? Optional.empty() : Optional.of(checked(value));
  }

  private static String text(JsonNode node) throws Rejected {
    if (!node.isTextual()) {
      throw malformed("not a text");
    }
    return checked(node.textValue());
  }

  private static String checked(String text) throws Rejected {
    if (text.isBlank() || text.length() > MAX_TEXT) {
      throw malformed("an identifier");
    }
    return text;
  }

  private Optional<JsonNode> json(String parameter) throws Rejected {
    String value = parameters.get(parameter);
    return value == null
        ? Optional.empty()
        : Optional.of(StrictJson.read(value).orElseThrow(() -> malformed(parameter)));
  }
}
