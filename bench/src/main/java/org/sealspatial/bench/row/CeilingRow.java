/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import java.util.Map;
import java.util.Optional;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.measure.Target;

/** A role at saturation against the ceiling that does the same cryptography. */
final class CeilingRow implements Row {
  private final Kind kind;
  private final String what;
  private final double bound;

  CeilingRow(Kind kind, String what, double bound) {
    this.kind = kind;
    this.what = what;
    this.bound = bound;
  }

  @Override
  public String id() {
    return kind.job();
  }

  @Override
  public String group() {
    return kind.job();
  }

  @Override
  public String what() {
    return what;
  }

  @Override
  public boolean headline() {
    return true;
  }

  @Override
  public Result measure(Run run) throws Exception {
    var sides = new Sides(run);
    try (Side product = sides.product(kind, Map.of())) {
      try (Side ceiling = sides.ceiling(kind, kind.sample(product))) {
        return new Rotation(run, ceiling)
            .add(id(), product)
            .measure()
            .get(id())
            .result(run, Optional.of(Target.ratioAtMost(bound)));
      }
    }
  }
}
