/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.row.Rotation.Seen;
import org.sealspatial.bench.row.Turn.Label;

/**
 * The rows that stand beside the ceiling of {@code issue}: A/A and the product with the bursts of
 * headline rows; then, with short bursts, A/A again, since noise grows as bursts get shorter, and
 * the ceiling without audit records.
 */
final class IssueRows {
  static final String NOISE = "noise";

  private static final String SHORT_NOISE = "noise-short";
  private static final String ISSUE = "issue";
  private static final String AUDIT = "audit";

  private IssueRows() {}

  static List<Row> rows() {
    return List.of(
        row(NOISE, NOISE, "A/A: the ceiling against itself", Optional.empty(), true),
        row(SHORT_NOISE, NOISE, "A/A with the bursts of other rows", Optional.empty(), false),
        row(ISSUE, ISSUE, "token issued over Kafka", atMost(1.15), true),
        row(AUDIT, AUDIT, "audit record in the transaction, or none", atMost(1.08), false));
  }

  private static Optional<Target> atMost(double bound) {
    return Optional.of(Target.ratioAtMost(bound));
  }

  private static Row row(
      String id, String group, String what, Optional<Target> target, boolean headline) {
    return new Turn(
        new Label(id, group, what),
        target,
        headline,
        run -> run.shared().once("ceiling of issue", () -> measure(run)));
  }

  private static Map<String, Seen> measure(Run run) throws Exception {
    Map<String, Seen> all = new HashMap<>();
    try (Side ceiling = new Sides(run).ceiling(Kind.ISSUE, Map.of())) {
      all.putAll(headline(run.headline(), ceiling));
      all.putAll(shorter(run.headline().shorter(), ceiling));
    }
    return all;
  }

  private static Map<String, Seen> headline(Run run, Side ceiling) throws Exception {
    if (!run.shared().wants(NOISE) && !run.shared().wants(ISSUE)) {
      return Map.of();
    }
    var rotation = new Rotation(run, ceiling).add(NOISE, ceiling);
    if (!run.shared().wants(ISSUE)) {
      return rotation.measure();
    }
    try (Side product = new Sides(run).product(Kind.ISSUE, Map.of())) {
      return rotation.add(ISSUE, product).measure();
    }
  }

  private static Map<String, Seen> shorter(Run run, Side ceiling) throws Exception {
    if (!run.shared().wants(SHORT_NOISE) && !run.shared().wants(AUDIT)) {
      return Map.of();
    }
    // The audited one is the figure, so the one without is the reference.
    if (!run.shared().wants(AUDIT)) {
      return new Rotation(run, ceiling).add(SHORT_NOISE, ceiling).measure();
    }
    try (Side bare = new Sides(run).ceiling(Kind.ISSUE, Map.of("audited", "false"))) {
      return new Rotation(run, bare).add(AUDIT, ceiling).add(SHORT_NOISE, bare).measure();
    }
  }
}
