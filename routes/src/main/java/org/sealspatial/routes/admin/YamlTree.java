/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sealspatial.jose.StrictJson;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One document as JSON; remembers lines. */
final class YamlTree {
  private final Path file;
  private final List<String> problems;
  private final Map<String, Integer> lines;
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  YamlTree(Path file, List<String> problems, Map<String, Integer> lines) {
    this.file = file;
    this.problems = problems;
    this.lines = lines;
  }

  static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private JsonNode wrong(Node node, String text) {
    problems.add(file + ":" + line(node) + ": " + text);
    return StrictJson.read("null").orElseThrow();
  }

  JsonNode json(Node node, String pointer) {
    lines.putIfAbsent(pointer, line(node));
    if (!seen.add(node)) {
      return wrong(node, "an alias; write it out");
    }
    if (node instanceof MappingNode mapping) {
      return object(mapping, pointer);
    }
    if (node instanceof SequenceNode sequence) {
      var array = StrictJson.array();
      for (Node item : sequence.getValue()) {
        array.add(json(item, pointer + "/" + array.size()));
      }
      return array;
    }
    return scalar((ScalarNode) node);
  }

  private JsonNode object(MappingNode mapping, String pointer) {
    ObjectNode object = StrictJson.object();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        return wrong(tuple.getKeyNode(), "a name must be a plain word");
      }
      String name = key.getValue();
      String place = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
      lines.put(place, line(key));
      if (object.has(name)) {
        wrong(key, "\"" + name + "\" is there twice");
      }
      object.set(name, json(tuple.getValueNode(), place));
    }
    return object;
  }

  private JsonNode scalar(ScalarNode node) {
    String text = node.getValue();
    if (!node.isPlain()) {
      return text(text);
    }
    return switch (node.getTag().getValue()) {
      case "tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp" -> text(text);
      case "tag:yaml.org,2002:null" -> StrictJson.read("null").orElseThrow();
      case "tag:yaml.org,2002:bool" -> only(node, "true|false", "true, false, or a quoted text");
      case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float" ->
          only(
              node,
              "-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?([eE][-+]?[0-9]{1,2})?",
              "a plain decimal number, or a quoted text");
      default -> wrong(node, "tags are not known here: " + node.getTag());
    };
  }

  private JsonNode only(ScalarNode node, String regex, String wanted) {
    return node.getValue().matches(regex)
        ? StrictJson.read(node.getValue()).orElseThrow()
        : wrong(node, "\"" + node.getValue() + "\" must be " + wanted);
  }

  private static JsonNode text(String text) {
    return TextNode.valueOf(text);
  }
}
