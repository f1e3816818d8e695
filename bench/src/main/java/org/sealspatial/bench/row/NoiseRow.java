/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import java.util.Map;
import java.util.Optional;
import org.sealspatial.bench.measure.Noise;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.measure.Verdict;

/** A/A: a process against itself. What the machine does to a ratio that is one. */
final class NoiseRow implements Row {
  static final String ID = "noise";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String group() {
    return ID;
  }

  @Override
  public String what() {
    return "A/A: the ceiling against itself";
  }

  @Override
  public boolean headline() {
    return true;
  }

  @Override
  public Result measure(Run run) throws Exception {
    try (Side side = new Sides(run).ceiling(Kind.ISSUE, Map.of())) {
      Result seen = new Against(run, Target.ratioAtMost(1)).measure(side, side);
      run.noise(Noise.of(seen.ratio().orElseThrow()));
      return new Result(
          seen.figure(),
          seen.ceiling(),
          seen.ratio(),
          Optional.empty(),
          Verdict.INFO,
          seen.details());
    }
  }
}
