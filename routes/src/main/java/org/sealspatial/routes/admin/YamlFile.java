/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sealspatial.jose.StrictJson;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads YAML as data and nothing else: no tags, no aliases, no names twice, and none of the words
 * and numbers that YAML 1.1 turns into something a reader does not expect ({@code no}, {@code 010},
 * {@code 1:30}).
 */
final class YamlFile {
  private static final int MAX_BYTES = 32 << 20;

  private final Path file;
  private final List<String> problems;

  private YamlFile(Path file, List<String> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** The documents of a file; adds what is wrong to the problems. */
  static List<YamlDocument> read(Path file, List<String> problems) {
    return new YamlFile(file, problems).documents();
  }

  private List<YamlDocument> documents() {
    List<YamlDocument> documents = new ArrayList<>();
    try {
      LoaderOptions options = new LoaderOptions();
      options.setCodePointLimit(MAX_BYTES);
      options.setNestingDepthLimit(StrictJson.MAX_DEPTH);
      String text = Files.readString(file);
      for (Node node : new Yaml(new SafeConstructor(options)).composeAll(new StringReader(text))) {
        document(node, documents);
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.add(file + ":" + line + ": is no YAML: " + e.getProblem());
    } catch (IOException e) {
      problems.add(file + ": can't be read as UTF-8 text");
    } catch (YAMLException e) { // without a mark, such as for a character that YAML does not know
      problems.add(file + ": is no YAML: " + e.getMessage());
    }
    return documents;
  }

  private void document(Node node, List<YamlDocument> documents) {
    Map<String, Integer> lines = new HashMap<>();
    JsonNode content = new YamlTree(file, problems, lines).json(node, "");
    if (content instanceof ObjectNode object) {
      documents.add(new YamlDocument(file, object, Map.copyOf(lines)));
    } else if (!content.isNull()) {
      problems.add(file + ":" + YamlTree.line(node) + ": must be a mapping with a kind");
    }
  }
}
