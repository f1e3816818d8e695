/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.bench.row.Row;
import org.sealspatial.bench.row.Rows;
import picocli.CommandLine;

/** The bench works. What it measures is for people to judge: no figure is asserted here. */
class BenchIT {
  @TempDir Path folder;

  @Test
  void the_quick_form_measures_rows_of_each_kind_and_resumes_where_it_stopped() throws Exception {
    // given
    Path file = folder.resolve("rows.json");

    // when every request of each row was granted, or the command fails
    int code = bench("--quick", "--json=" + file);

    // then
    assertEquals(0, code);
    Map<String, JsonNode> rows = rows(file);
    assertEquals(
        new TreeSet<>(Rows.all().stream().filter(Rows::isBrief).map(Row::id).toList()),
        rows.keySet());
    rows.values().forEach(BenchIT::assertHasFigures);

    // and
    assertEquals(0, bench("--quick", "--resume", "--json=" + file));
    assertEquals(rows.keySet(), rows(file).keySet());
  }

  private static int bench(String... args) {
    return new CommandLine(new BenchCommand()).execute(args);
  }

  private static void assertHasFigures(JsonNode row) {
    for (String name : List.of("id", "what", "figure", "ceiling", "target", "verdict")) {
      assertTrue(row.has(name), name + " of " + row.path("id"));
    }
    if (row.has("ratio")) {
      double ratio = row.get("ratio").asDouble();
      assertTrue(Double.isFinite(ratio) && ratio > 0, row.toPrettyString());
    }
  }

  private static Map<String, JsonNode> rows(Path file) throws Exception {
    var rows = new TreeMap<String, JsonNode>();
    for (JsonNode run : new ObjectMapper().readTree(file.toFile()).path("runs")) {
      assertTrue(run.path("machine").has("provider"));
      run.path("rows").forEach(row -> rows.put(row.path("id").asText(), row));
    }
    return rows;
  }
}
