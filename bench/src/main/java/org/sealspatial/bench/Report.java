/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sealspatial.bench.row.Result;

/** The rows so far, in memory and, if wanted, in a file of runs that each have rows. */
public final class Report {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Optional<Path> file;
  private final ObjectNode document;
  private final ArrayNode rows;

  /** Appends to this file, if wanted. */
  public Report(Optional<Path> file, ObjectNode machine) throws IOException {
    this.file = file;
    this.document =
        file.isPresent() && Files.exists(file.get()) ? read(file.get()) : JSON.createObjectNode();
    ObjectNode run = document.withArray("runs").addObject();
    run.set("machine", machine);
    this.rows = run.putArray("rows");
  }

  private static ObjectNode read(Path file) throws IOException {
    return (ObjectNode) JSON.readTree(file.toFile());
  }

  /** Ids of rows that some run has measured. */
  Set<String> ids() {
    var ids = new TreeSet<String>();
    for (JsonNode run : document.path("runs")) {
      run.path("rows").forEach(row -> ids.add(row.path("id").asText()));
    }
    return ids;
  }

  /** Whether this run, not an earlier one of the file, has measured it. */
  boolean isNew(String id) {
    for (JsonNode row : rows) {
      if (row.path("id").asText().equals(id)) {
        return true;
      }
    }
    return false;
  }

  /** All rows of all runs, the latest of each id last. */
  Iterable<JsonNode> rows() {
    var all = JSON.createArrayNode();
    document.path("runs").forEach(run -> run.path("rows").forEach(all::add));
    return all;
  }

  /** Appends a row and writes the file. */
  public void add(String id, String what, Result result) throws IOException {
    ObjectNode json = rows.addObject().put("id", id).put("what", what);
    json.put("figure", result.figure()).put("ceiling", result.ceiling());
    result.ratio().ifPresent(r -> json.put("ratio", r.median()).put("spread", r.spread()));
    json.put("target", result.targetText()).put("verdict", result.verdict().toString());
    json.set("details", result.details());
    write();
  }

  /** Whole or not at all: a run may be stopped at any time. */
  private void write() throws IOException {
    if (file.isPresent()) {
      Path at = file.get().toAbsolutePath();
      Path fresh = at.resolveSibling(at.getFileName() + ".new");
      JSON.writeValue(fresh.toFile(), document);
      Files.move(fresh, at, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
