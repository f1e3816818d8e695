/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dseal.docs.write=true} to write the list and the page's table anew. */
class FramingPageTest {
  private static final Path LIST = Path.of("fingerprints.json");
  private static final Path PAGE = Path.of("../docs/framing.md");
  private static final String BEGIN = "<!-- record types: written by FramingPageTest -->\n";
  private static final String END = "<!-- end of record types -->\n";

  @Test
  void the_list_has_every_record_type_with_its_fingerprint() throws IOException {
    String list = list();
    if (Boolean.getBoolean("seal.docs.write")) {
      Files.writeString(LIST, list);
    }
    assertEquals(list, Files.readString(LIST), LIST + " is not what the schemas say");
  }

  @Test
  void the_page_has_every_record_type_with_its_fingerprint() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    if (Boolean.getBoolean("seal.docs.write")) {
      Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end));
      return;
    }
    assertEquals(table(), page.substring(begin, end), PAGE + " is not what the schemas say");
  }

  @Test
  void every_listed_type_has_a_schema_file_of_its_name() {
    for (Schema schema : schemas()) {
      assertTrue(Files.exists(Path.of("src/main/avro", file(schema))), file(schema));
    }
  }

  private static String table() {
    return "| Record type | Topics | First ten bytes |\n|---|---|---|\n"
        + schemas().stream()
            .map(s -> "| %s | %s | `%s` |%n".formatted(s.getName(), topics(s), header(s)))
            .collect(Collectors.joining());
  }

  private static String topics(Schema schema) {
    String named =
        List.of(Topic.values()).stream()
            .filter(topic -> SpecificData.get().getSchema(topic.type()).equals(schema))
            .map(topic -> "`" + topic.in(Topic.DEFAULT_PREFIX) + "`")
            .collect(Collectors.joining(", "));
    return named.isEmpty() ? elsewhere(schema.getName()) : named;
  }

  private static String elsewhere(String name) {
    return switch (name) {
      case "TokenRequestBody", "TokenInquiryBody" -> "`body` of TokenRequest";
      case "SpatialRequestBody" -> "`body` of SpatialRequest";
      case "TokenResponse", "SpatialResponse" ->
          "`" + Topic.replies(Topic.DEFAULT_PREFIX, "<requestor>") + "`";
      case "GatewayRefusals", "ConfigChange" ->
          "`" + Topic.AUDIT.in(Topic.DEFAULT_PREFIX) + "` too";
      default -> throw new IllegalStateException("on which topic is " + name + "?");
    };
  }

  private static String list() throws IOException {
    var mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode list = mapper.createObjectNode();
    for (Schema schema : schemas()) {
      list.putObject(schema.getFullName())
          .put("file", "src/main/avro/" + file(schema))
          .put("fingerprint", "%016x".formatted(SchemaNormalization.parsingFingerprint64(schema)))
          .put("header", header(schema))
          .put("canonical", SchemaNormalization.toParsingForm(schema));
    }
    return mapper.writeValueAsString(list) + "\n";
  }

  private static List<Schema> schemas() {
    return Wire.Types.ALL.stream().map(type -> SpecificData.get().getSchema(type)).toList();
  }

  private static String file(Schema schema) {
    return schema.getName() + ".avsc";
  }

  private static String header(Schema schema) {
    byte[] header =
        ByteBuffer.allocate(10)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0xC3)
            .put((byte) 0x01)
            .putLong(SchemaNormalization.parsingFingerprint64(schema))
            .array();
    return HexFormat.of().formatHex(header);
  }
}
