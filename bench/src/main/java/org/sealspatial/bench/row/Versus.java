/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import java.util.Optional;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.row.Turn.Label;

/** Two sides at saturation that differ in one thing. */
final class Versus implements Row {
  private final Label label;
  private final Target target;
  private final Maker first;
  private final Maker second;

  /** Starts a side. */
  @FunctionalInterface
  interface Maker {
    Side make(Sides sides) throws Exception;
  }

  Versus(Label label, Target target, Maker first, Maker second) {
    this.label = label;
    this.target = target;
    this.first = first;
    this.second = second;
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
  public Result measure(Run run) throws Exception {
    var sides = new Sides(run);
    try (Side a = first.make(sides);
        Side b = second.make(sides)) {
      return new Rotation(run, b).add(id(), a).measure().get(id()).result(run, Optional.of(target));
    }
  }
}
