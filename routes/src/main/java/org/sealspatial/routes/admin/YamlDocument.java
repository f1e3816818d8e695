/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import org.sealspatial.routes.table.Problem;

/**
 * One document of a YAML file, and where each of its values stands.
 *
 * @param file the file
 * @param content the document
 * @param lines RFC 6901 pointer to line, from 1
 */
record YamlDocument(Path file, ObjectNode content, Map<String, Integer> lines) {

  /** A problem as {@code file:line: text}. */
  String located(Problem problem) {
    return file + ":" + line(problem.pointer()) + ": " + problem;
  }

  /** The line of a place, or of the nearest place around it that is in the file. */
  private int line(String pointer) {
    String place = pointer;
    while (!lines.containsKey(place) && !place.isEmpty()) {
      place = place.substring(0, place.lastIndexOf('/'));
    }
    return lines.getOrDefault(place, 1);
  }
}
