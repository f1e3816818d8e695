/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The one JSON reader for input: RFC 8259 to the letter, no duplicate names, nothing after the
 * value, strict UTF-8, bounded depth, length and numbers.
 */
public final class StrictJson {
  /** Deepest nesting accepted. */
  public static final int MAX_DEPTH = 32;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(1 << 20)
                          .maxNumberLength(64)
                          .maxNameLength(1024)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private StrictJson() {}

  /** The value in this text, or empty where it is not exactly one JSON value. */
  public static Optional<JsonNode> read(String text) {
    return read(() -> MAPPER.readTree(text));
  }

  private static Optional<JsonNode> read(Source source) {
    try {
      JsonNode node = source.read();
      return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private interface Source {
    JsonNode read() throws IOException;
  }

  /** The object in these UTF-8 bytes, or empty. */
  public static Optional<ObjectNode> object(byte[] utf8) {
    if (isPrintableAscii(utf8)) {
      return asObject(read(() -> MAPPER.readTree(utf8)));
    }
    try {
      return object(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  // Jackson's own reader of bytes takes UTF-16 and what is not UTF-8: it only gets what can be
  // neither.
  private static boolean isPrintableAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < ' ') {
        return false;
      }
    }
    return true;
  }

  /** The object in this text, or empty. */
  public static Optional<ObjectNode> object(String text) {
    return asObject(read(text));
  }

  private static Optional<ObjectNode> asObject(Optional<JsonNode> node) {
    return node.filter(JsonNode::isObject).map(ObjectNode.class::cast);
  }

  /** The array in this text, or empty. */
  public static Optional<ArrayNode> array(String text) {
    return read(text).filter(JsonNode::isArray).map(ArrayNode.class::cast);
  }

  /** A new empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A new empty array. */
  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** The text of a value, without blanks. */
  public static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  /** The text of a value in UTF-8; half of a surrogate pair is written as an escape. */
  public static byte[] utf8(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
