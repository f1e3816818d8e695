/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.row.Rotation.Seen;
import org.sealspatial.bench.row.Turn.Label;

/** Rows that compare SIM-S, set up in another way, with SIM-S as all other rows have it. */
final class LayoutRows {
  private static final String NAME = "layouts";
  private static final List<Layout> ALL =
      List.of(
          new Layout(
              new Label("provider-issue", "provider", "issue, the JDK's crypto against ACCP"),
              Target.ratioAtLeast(9),
              sides -> sides.product(Kind.ISSUE, Map.of("crypto.provider", "jdk"))),
          new Layout(
              new Label("partitions", "scale", "12 partitions, against 4"),
              Target.ratioAtMost(1.08),
              sides -> sides.product(Kind.ISSUE, Map.of("partitions.requests", "12"))),
          new Layout(
              new Label("partitions-1", "scale", "1 partition, against 4"),
              null,
              sides -> sides.product(Kind.ISSUE, Map.of("partitions.requests", "1"))),
          new Layout(
              new Label("partitions-24", "scale", "24 partitions, against 4"),
              null,
              sides -> sides.product(Kind.ISSUE, Map.of("partitions.requests", "24"))),
          new Layout(
              new Label("workers", "scale", "2 workers, against 1"),
              Target.ratioAtMost(1.15),
              sides -> sides.product(Kind.ISSUE, Map.of("workers", "2"))),
          new Layout(
              new Label("instances", "scale", "2 processes, against 1"),
              Target.ratioAtMost(1.15),
              sides -> sides.product(Kind.ISSUE, Map.of(), 2)));

  /**
   * A way to set it up.
   *
   * @param target null where it is a figure to read
   */
  private record Layout(Label label, Target target, Maker maker) {}

  /** Starts a side. */
  @FunctionalInterface
  private interface Maker {
    Side make(Sides sides) throws Exception;
  }

  private LayoutRows() {}

  static List<Row> rows() {
    return ALL.stream().map(LayoutRows::row).toList();
  }

  private static Row row(Layout layout) {
    return new Turn(
        layout.label(),
        Optional.ofNullable(layout.target()),
        false,
        run -> run.shared().once(NAME, () -> measure(run)));
  }

  private static Map<String, Seen> measure(Run run) throws Exception {
    var sides = new Sides(run);
    List<Side> open = new ArrayList<>();
    try (Side usual = sides.product(Kind.ISSUE, Map.of("crypto.provider", run.provider()))) {
      var rotation = new Rotation(run, usual);
      for (Layout layout : ALL) {
        if (run.shared().wants(layout.label().id())) {
          Side side = layout.maker().make(sides);
          open.add(side);
          rotation.add(layout.label().id(), side);
        }
      }
      return rotation.measure();
    } finally {
      open.forEach(Side::close);
    }
  }
}
