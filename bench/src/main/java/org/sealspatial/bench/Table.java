/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The rows on one screen. */
final class Table {
  private static final String FORMAT = "%-18s %-52s %12s %14s %7s %6s %-11s %s%n";

  private Table() {}

  static void print(PrintStream out, JsonNode machine, Iterable<JsonNode> rows) {
    machine
        .fields()
        .forEachRemaining(e -> out.print(e.getKey() + "=" + e.getValue().asText() + "  "));
    out.printf("%n%n");
    out.printf(FORMAT, "id", "what", "figure", "ceiling", "ratio", "spread", "target", "verdict");
    Map<String, JsonNode> latest = new LinkedHashMap<>();
    rows.forEach(row -> latest.put(row.path("id").asText(), row));
    latest.values().forEach(row -> line(out, row));
  }

  private static void line(PrintStream out, JsonNode row) {
    boolean compared = row.has("ratio");
    out.printf(
        FORMAT,
        row.path("id").asText(),
        row.path("what").asText(),
        row.path("figure").asText(),
        row.path("ceiling").asText(),
        compared ? String.format(Locale.ROOT, "%.3f", row.get("ratio").asDouble()) : "",
        compared ? String.format(Locale.ROOT, "%.0f%%", 100 * row.get("spread").asDouble()) : "",
        row.path("target").asText(),
        row.path("verdict").asText());
  }
}
