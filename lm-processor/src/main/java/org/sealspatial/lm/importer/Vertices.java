/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.importer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/**
 * The vertices of a file, in its reference system, with their transform. Flat, for many of them.
 */
final class Vertices {
  /** Most vertices of one file: 240 MB of doubles. */
  static final int MAX = 10_000_000;

  private double[] numbers = new double[3 * 1024];
  private int size;
  private double[] scale = {1, 1, 1};
  private double[] translate = {0, 0, 0};

  /** Reads the array the parser stands on. */
  void read(JsonParser json) throws IOException, UnfitMapFile {
    expect(json.currentToken() == JsonToken.START_ARRAY, "vertices is an array");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken() == JsonToken.START_ARRAY, "a vertex is an array");
      expect(size < MAX, "at most " + MAX + " vertices");
      if (3 * size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * numbers.length);
      }
      for (int axis = 0; axis < 3; axis++) {
        expect(json.nextToken().isNumeric(), "a vertex is three numbers");
        numbers[3 * size + axis] = finite(json.getDoubleValue());
      }
      expect(json.nextToken() == JsonToken.END_ARRAY, "a vertex is three numbers");
      size++;
    }
  }

  void transform(double[] newScale, double[] newTranslate) {
    scale = newScale;
    translate = newTranslate;
  }

  int size() {
    return size;
  }

  /** East (0), north (1) or up (2) of a vertex. */
  double get(int vertex, int axis) throws UnfitMapFile {
    expect(vertex >= 0 && vertex < size, "a boundary names a vertex that is there");
    return numbers[3 * vertex + axis] * scale[axis] + translate[axis];
  }

  static double finite(double number) throws UnfitMapFile {
    expect(Double.isFinite(number), "numbers are finite");
    return number;
  }

  static void expect(boolean right, String rule) throws UnfitMapFile {
    if (!right) {
      throw new UnfitMapFile("not a CityJSON file: " + rule);
    }
  }
}
