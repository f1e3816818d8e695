/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Cuts a range of heights where any of several volumes begins or ends. */
final class Storeys {
  private Storeys() {}

  static List<HeightRange> of(List<Volume> volumes, HeightRange range) {
    var levels = new TreeSet<Double>(List.of(range.min(), range.max()));
    for (Volume volume : volumes) {
      addInside(levels, range, volume.heights().min());
      addInside(levels, range, volume.heights().max());
    }
    var storeys = new ArrayList<HeightRange>();
    Double floor = levels.first();
    for (Double ceiling : levels.tailSet(floor, false)) {
      storeys.add(new HeightRange(floor, ceiling));
      floor = ceiling;
    }
    return storeys.isEmpty() ? List.of(range) : storeys;
  }

  private static void addInside(TreeSet<Double> levels, HeightRange range, double level) {
    if (level > range.min() && level < range.max()) {
      levels.add(level);
    }
  }
}
