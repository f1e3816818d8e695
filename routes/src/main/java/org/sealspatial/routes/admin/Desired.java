/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.routes.config.NearestName;
import org.sealspatial.routes.table.AnchorContent;
import org.sealspatial.routes.table.ClientContent;
import org.sealspatial.routes.table.InvalidContent;
import org.sealspatial.routes.table.MapContent;
import org.sealspatial.routes.table.PolicyContent;
import org.sealspatial.routes.table.Problem;

/**
 * What an operator's files say, valid as a whole.
 *
 * @param clients by id
 * @param policies by id
 * @param maps by map id
 * @param anchors by id
 */
public record Desired(
    Map<String, ClientContent> clients,
    Map<String, PolicyContent> policies,
    Map<String, MapContent> maps,
    Map<String, AnchorContent> anchors) {

  private static final List<String> KINDS =
      List.of("Client", "Policy", "SpatialMap", "SpatialAnchor");

  /** Nothing. */
  public static Desired nothing() {
    return new Desired(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  /**
   * Reads all files.
   *
   * @throws InvalidFiles with every problem of every file
   */
  public static Desired read(List<Path> files, CryptoProvider crypto) {
    return new Reading(crypto).read(files);
  }

  /** One reading of files. */
  private static final class Reading {
    private final Desired desired = nothing();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> places = new HashMap<>();
    private final CryptoProvider crypto;

    Reading(CryptoProvider crypto) {
      this.crypto = crypto;
    }

    Desired read(List<Path> files) {
      for (Path file : files) {
        for (YamlDocument document : YamlFile.read(file, problems)) {
          take(document);
        }
      }
      if (problems.isEmpty() && places.isEmpty()) {
        problems.add(files + " hold no document");
      }
      if (!problems.isEmpty()) {
        throw new InvalidFiles(problems);
      }
      return desired;
    }

    private void take(YamlDocument document) {
      String kind = document.content().path("kind").asText("");
      if (!KINDS.contains(kind)) {
        String near = NearestName.of(kind, KINDS).map(k -> ", meant " + k + "?").orElse("");
        problems.add(document.located(new Problem("/kind", "must be one of " + KINDS + near)));
        return;
      }
      new KeyFiles(crypto).resolve(document, problems);
      ObjectNode content = document.content().deepCopy().without("kind");
      once(kind, document);
      try {
        put(kind, content);
      } catch (InvalidContent e) {
        e.problems().forEach(problem -> problems.add(document.located(problem)));
      }
    }

    private void put(String kind, ObjectNode content) throws InvalidContent {
      String id = content.path("id").asText();
      switch (kind) {
        case "Client" -> desired.clients.put(id, ClientContent.parse(content, crypto));
        case "Policy" -> desired.policies.put(id, PolicyContent.parse(content));
        case "SpatialMap" -> desired.maps.put(id, MapContent.parse(content));
        default -> desired.anchors.put(id, AnchorContent.parse(content));
      }
    }

    private void once(String kind, YamlDocument document) {
      String id = document.content().path("id").asText();
      String place = document.located(new Problem("/id", "")).replaceAll(": /id $", "");
      String before = places.putIfAbsent(kind + " " + id, place);
      if (before != null) {
        problems.add(
            document.located(new Problem("/id", "\"" + id + "\" is there already, at " + before)));
      }
    }
  }
}
