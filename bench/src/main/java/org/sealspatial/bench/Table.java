/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sealspatial.bench.row.Row;
import org.sealspatial.bench.row.Rows;

/** The rows on one screen: those that have a target, then those that are figures to read. */
public final class Table {
  private static final String FORMAT = "%-18s %-50s %12s %13s %7s %6s %-11s %s%n";

  /** Rows that other commands add to the file. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "keycloak", "see: seal bench peers",
          "soak-memory", "see: seal bench soak",
          "soak-cpu", "see: seal bench soak");

  private final PrintStream out;
  private final Report report;
  private final Map<String, JsonNode> latest = new LinkedHashMap<>();

  private Table(PrintStream out, Report report) {
    this.out = out;
    this.report = report;
    report.rows().forEach(row -> latest.put(row.path("id").asText(), row));
  }

  /**
   * Prints the rows of all runs in the report, the latest of each id.
   *
   * @param complete with a line for each row that was never measured
   */
  public static void print(PrintStream out, JsonNode machine, Report report, boolean complete) {
    machine
        .fields()
        .forEachRemaining(e -> out.print(e.getKey() + "=" + e.getValue().asText() + "  "));
    out.printf("%n%n");
    new Table(out, report).print(complete);
  }

  private void print(boolean complete) {
    out.printf(FORMAT, "id", "what", "figure", "ceiling", "ratio", "spread", "target", "verdict");
    List<JsonNode> rows = inOrder();
    rows.stream().filter(Table::hasTarget).forEach(this::line);
    if (complete) {
      missing().forEach((id, what) -> out.printf(FORMAT, id, what, "", "", "", "", "", "not run"));
    }
    out.println();
    rows.stream().filter(row -> !hasTarget(row)).forEach(this::line);
    slopes(rows);
    if (rows.stream().anyMatch(row -> !isNew(row))) {
      out.printf("%n* from an earlier run in the same file%n");
    }
  }

  private void slopes(List<JsonNode> rows) {
    String heading = "%nby entries of the table: ratio, seconds of a start, MB of heap in use%n";
    for (JsonNode row : rows) {
      JsonNode slope = row.path("details").path("slope");
      if (slope.isEmpty()) {
        continue;
      }
      out.printf(heading);
      heading = "";
      out.printf("%-18s", row.path("id").asText());
      slope.forEach(point -> out.printf(" %27s", point(point)));
      out.println();
    }
  }

  private static String point(JsonNode point) {
    String ratio =
        point.has("ratio") ? String.format(Locale.ROOT, "%.2f", point.get("ratio").asDouble()) : "";
    return String.format(
        Locale.ROOT,
        "%,d: %s %.1f s %.0f MB",
        point.path("entries").asInt(),
        ratio,
        point.path("startSeconds").asDouble(),
        point.path("liveMB").asDouble());
  }

  private static boolean hasTarget(JsonNode row) {
    return !row.path("target").asText().isEmpty();
  }

  private boolean isNew(JsonNode row) {
    return report.isNew(row.path("id").asText());
  }

  private List<JsonNode> inOrder() {
    List<String> ids = new ArrayList<>(Rows.all().stream().map(Row::id).toList());
    ids.retainAll(latest.keySet());
    latest.keySet().stream().filter(id -> !ids.contains(id)).forEach(ids::add);
    return ids.stream().map(latest::get).toList();
  }

  private Map<String, String> missing() {
    Map<String, String> missing = new LinkedHashMap<>();
    Rows.all().forEach(row -> missing.put(row.id(), row.what()));
    missing.putAll(OTHERS);
    missing.keySet().removeAll(latest.keySet());
    return missing;
  }

  private void line(JsonNode row) {
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
        row.path("verdict").asText() + (isNew(row) ? "" : " *"));
  }
}
