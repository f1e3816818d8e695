/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.importer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CityJSON file (1.0 to 2.0), read twice: first what all objects need, then the objects, one in
 * memory at a time.
 */
final class CityJsonFile {
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(64)
                      .maxStringLength(1 << 20)
                      .maxNumberLength(64)
                      .build())
              .build());
  private static final Pattern EPSG = Pattern.compile("(?i).*EPSG[:/](?:[0-9.]*[:/])?([0-9]{4,6})");
  private static final Pattern VERSION = Pattern.compile("(1\\.[01]|2\\.0)(\\.[0-9]+)?");

  private final Path path;
  private final Vertices vertices = new Vertices();
  private OptionalInt epsg = OptionalInt.empty();
  private String type = "";
  private String version = "";

  private CityJsonFile(Path path) {
    this.path = path;
  }

  /** What one object is. */
  interface ObjectVisitor {
    void visit(String id, JsonNode object) throws UnfitMapFile;
  }

  static CityJsonFile open(Path path) throws IOException, UnfitMapFile {
    var file = new CityJsonFile(path);
    file.members(file::readShared);
    Vertices.expect(file.type.equals("CityJSON"), "type is CityJSON");
    Vertices.expect(VERSION.matcher(file.version).matches(), "version is 1.0, 1.1 or 2.0");
    return file;
  }

  private interface Member {
    void read(String name, JsonParser json) throws IOException, UnfitMapFile;
  }

  private void members(Member member) throws IOException, UnfitMapFile {
    try (JsonParser json = JSON.createParser(path.toFile())) {
      Vertices.expect(json.nextToken() == JsonToken.START_OBJECT, "it is a JSON object");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        member.read(name, json);
      }
    } catch (JsonProcessingException e) {
      throw new UnfitMapFile("not JSON: line " + e.getLocation().getLineNr(), e);
    }
  }

  private void readShared(String name, JsonParser json) throws IOException, UnfitMapFile {
    switch (name) {
      case "type" -> type = json.getText();
      case "version" -> version = json.getText();
      case "vertices" -> vertices.read(json);
      case "transform" -> readTransform(json.readValueAsTree());
      case "metadata" -> readMetadata(json.readValueAsTree());
      default -> json.skipChildren();
    }
  }

  private void readTransform(JsonNode transform) throws UnfitMapFile {
    vertices.transform(three(transform.path("scale")), three(transform.path("translate")));
  }

  private static double[] three(JsonNode array) throws UnfitMapFile {
    double[] numbers = new double[3];
    Vertices.expect(array.isArray() && array.size() == 3, "transform has three numbers each");
    for (int i = 0; i < 3; i++) {
      Vertices.expect(array.get(i).isNumber(), "transform has three numbers each");
      numbers[i] = Vertices.finite(array.get(i).doubleValue());
    }
    return numbers;
  }

  private void readMetadata(JsonNode metadata) {
    Matcher system = EPSG.matcher(metadata.path("referenceSystem").asText(""));
    if (system.matches()) {
      epsg = OptionalInt.of(Integer.parseInt(system.group(1)));
    }
  }

  Vertices vertices() {
    return vertices;
  }

  OptionalInt epsg() {
    return epsg;
  }

  void objects(ObjectVisitor visitor) throws IOException, UnfitMapFile {
    members(
        (name, json) -> {
          if (!name.equals("CityObjects")) {
            json.skipChildren();
            return;
          }
          Vertices.expect(
              json.currentToken() == JsonToken.START_OBJECT, "CityObjects is an object");
          while (json.nextToken() != JsonToken.END_OBJECT) {
            String id = json.currentName();
            json.nextToken();
            visitor.visit(id, json.readValueAsTree());
          }
        });
  }
}
