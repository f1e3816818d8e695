/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import java.util.Map;
import java.util.Optional;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.row.Rotation.Seen;

/** A row of some that are measured in turn with one reference. */
final class Turn implements Row {
  private final Label label;
  private final Optional<Target> target;
  private final boolean headline;
  private final Together together;

  /** What a row is called. */
  record Label(String id, String group, String what) {}

  /** Measures all rows of the family that are wanted; what came of each by its id. */
  @FunctionalInterface
  interface Together {
    Map<String, Seen> measure(Run run) throws Exception;
  }

  Turn(Label label, Optional<Target> target, boolean headline, Together together) {
    this.label = label;
    this.target = target;
    this.headline = headline;
    this.together = together;
  }

  @Override
  public String id() {
    return label.id();
  }

  @Override
  public String group() {
    return label.group();
  }

  @Override
  public String what() {
    return label.what();
  }

  @Override
  public boolean headline() {
    return headline;
  }

  @Override
  public Result measure(Run run) throws Exception {
    Seen seen = together.measure(run).get(label.id());
    if (group().equals(IssueRows.NOISE)) {
      run.noise(org.sealspatial.bench.measure.Noise.of(seen.ratios()));
    }
    return seen.result(run, target);
  }
}
