/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sealspatial.bench.load.Bulk;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.row.Versus.Label;
import org.sealspatial.schemas.Topic;

/** The table, line by line. A new row is one class, or one more use of one, and one line here. */
public final class Rows {
  /** One row of each family: what the quick form measures when it is asked for all. */
  private static final Set<String> BRIEF =
      Set.of(
          NoiseRow.ID,
          "issue",
          "validate",
          "validate-cached",
          "gateway-call",
          "latency-100",
          "low-rate-5ms",
          "scale-revocations",
          "memory-sim",
          "start");

  private Rows() {}

  /** Whether the quick form has this row when it is asked for all. */
  public static boolean isBrief(Row row) {
    return BRIEF.contains(row.id());
  }

  /** All, in the order they are measured: first the noise that the others are judged by. */
  public static List<Row> all() {
    return List.of(
        new NoiseRow(),
        new CeilingRow(Kind.ISSUE, "token issued over Kafka", 1.15),
        new CeilingRow(Kind.VALIDATE, "map provided, token first seen", 1.12),
        new CeilingRow(Kind.VALIDATE_CACHED, "map provided, token seen before", 1.30),
        provider(Kind.ISSUE),
        provider(Kind.VALIDATE),
        new Versus(
            new Label("audit", "audit", "audit record in the transaction, or none"),
            Target.ratioAtMost(1.08),
            sides -> sides.ceiling(Kind.ISSUE, Map.of()),
            sides -> sides.ceiling(Kind.ISSUE, Map.of("audited", "false"))),
        new GatewayRow(true, 1.4),
        new GatewayRow(false, 1.35),
        new ConnectionsRow(1),
        new ConnectionsRow(16),
        new ConnectionsRow(64),
        new ConnectionsRow(512),
        new LatencyRow(0),
        new LatencyRow(100),
        new LatencyRow(500),
        new LowRateRow(5, true),
        new LowRateRow(0, false),
        new LowRateRow(5, false),
        new LowRateRow(20, false),
        new LowRateRow(100, false),
        new LowRateRow(500, false),
        scaled("partitions", "12 partitions, against 4", 1.08, Map.of("partitions.requests", "12")),
        scaled("workers", "2 workers, against 1", 1.15, Map.of("workers", "2")),
        new Versus(
            new Label("instances", "scale", "2 processes, against 1"),
            Target.ratioAtMost(1.15),
            sides -> sides.product(Kind.ISSUE, Map.of(), 2),
            sides -> sides.product(Kind.ISSUE, Map.of())),
        new ScaleRow(Kind.ISSUE, "clients", List.of(Topic.CLIENTS), 1.05),
        new ScaleRow(Kind.ISSUE, "rules", List.of(Topic.POLICIES), 1.05),
        new ScaleRow(Kind.VALIDATE, "revocations", List.of(Topic.REVOCATIONS), 1.05),
        new ScaleRow(Kind.VALIDATE, "maps", List.of(Topic.SPATIAL_MAPS), 1.05),
        new ScaleRow(Kind.VALIDATE, "anchors", List.of(Topic.SPATIAL_ANCHORS), 1.05),
        new ScaleRow(Kind.VALIDATE, "tables", Bulk.tables(), 1.10),
        new MemoryRow(Kind.ISSUE),
        new MemoryRow(Kind.VALIDATE),
        new LoadRow(true),
        new StartRow(),
        new LoadRow(false));
  }

  private static Row provider(Kind kind) {
    return new Versus(
        new Label(
            "provider-" + kind.job(), "provider", kind.job() + ", the JDK's crypto against ACCP"),
        Target.ratioAtLeast(9),
        sides -> sides.product(kind, Map.of("crypto.provider", "jdk")),
        sides -> sides.product(kind, Map.of("crypto.provider", "accp")));
  }

  private static Row scaled(String id, String what, double bound, Map<String, String> settings) {
    return new Versus(
        new Label(id, "scale", what),
        Target.ratioAtMost(bound),
        sides -> sides.product(Kind.ISSUE, settings),
        sides -> sides.product(Kind.ISSUE, Map.of()));
  }
}
