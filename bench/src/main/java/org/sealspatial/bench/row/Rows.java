/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.row.Turn.Label;

/** The table, line by line. A new row is one class, or one more use of one, and one line here. */
public final class Rows {
  /** One row of each family: what the quick form measures when it is asked for all. */
  private static final Set<String> BRIEF =
      Set.of(
          IssueRows.NOISE,
          "issue",
          "validate",
          "validate-cached",
          "gateway-call",
          "latency-100",
          "low-rate-5ms",
          "scale-revocations",
          "memory-sim",
          "area",
          "start");

  private Rows() {}

  /** Whether the quick form has this row when it is asked for all. */
  public static boolean isBrief(Row row) {
    return BRIEF.contains(row.id());
  }

  /** Whether it measures nothing but the noise that others are judged by. */
  public static boolean isNoise(Row row) {
    return row.group().equals(IssueRows.NOISE);
  }

  /** All, in the order they are measured: first the noise that the others are judged by. */
  public static List<Row> all() {
    List<Row> rows = new ArrayList<>(IssueRows.rows());
    rows.add(new CeilingRow(Kind.VALIDATE, "map provided, token first seen", 1.12));
    rows.add(new CeilingRow(Kind.VALIDATE_CACHED, "map provided, token seen before", 1.30));
    rows.addAll(LayoutRows.rows());
    rows.add(
        new Versus(
            new Label("provider-validate", "provider", "validate, the JDK's crypto against ACCP"),
            Target.ratioAtLeast(9),
            sides -> sides.product(Kind.VALIDATE, Map.of("crypto.provider", "jdk")),
            sides -> sides.product(Kind.VALIDATE, Map.of("crypto.provider", "accp"))));
    rows.addAll(GatewayRow.rows());
    ConnectionsRow.ALL.forEach(connections -> rows.add(new ConnectionsRow(connections)));
    rows.addAll(LatencyRow.rows());
    rows.addAll(LowRateRow.rows());
    rows.addAll(ScaleRows.rows());
    rows.add(new MemoryRow(Kind.ISSUE));
    rows.add(new MemoryRow(Kind.VALIDATE));
    rows.add(new LoadRow(true));
    rows.add(new StartRow());
    rows.add(new LoadRow(false));
    rows.add(new AreaRow());
    return List.copyOf(rows);
  }
}
