/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.importer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/** The box around all vertices that boundaries name, in the file's reference system. */
final class Extent {
  private final double[] min = new double[3];
  private final double[] max = new double[3];

  Extent() {
    Arrays.fill(min, Double.POSITIVE_INFINITY);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
  }

  void add(Vertices vertices, JsonNode boundaries) throws UnfitMapFile {
    for (JsonNode part : boundaries) {
      if (part.isArray()) {
        add(vertices, part);
      } else {
        add(vertices, part.intValue());
      }
    }
  }

  private void add(Vertices vertices, int vertex) throws UnfitMapFile {
    for (int axis = 0; axis < 3; axis++) {
      double value = vertices.get(vertex, axis);
      min[axis] = Math.min(min[axis], value);
      max[axis] = Math.max(max[axis], value);
    }
  }

  /** From the lower (0) to the upper (1) end of an axis. */
  double at(int axis, double part) {
    return min[axis] + (max[axis] - min[axis]) * part;
  }
}
