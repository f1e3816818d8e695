/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.importer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * The centroid of a geometry: of its surfaces, weighted by their area, holes taken off; of its
 * vertices, where it has no surface. Also its extent.
 */
final class Centroid {
  private static final Set<String> SURFACES =
      Set.of("MultiSurface", "CompositeSurface", "Solid", "MultiSolid", "CompositeSolid");

  private final Vertices vertices;
  private final double[] weighted = new double[3];
  private final double[] plain = new double[3];
  private double area;
  private int corners;

  Centroid(Vertices vertices) {
    this.vertices = vertices;
  }

  /** Adds a geometry of CityJSON, whatever its type. */
  void add(JsonNode geometry) throws UnfitMapFile {
    boolean surfaces = SURFACES.contains(geometry.path("type").asText(""));
    addBoundaries(geometry.path("boundaries"), surfaces);
  }

  private void addBoundaries(JsonNode boundaries, boolean surfaces) throws UnfitMapFile {
    Vertices.expect(boundaries.isArray(), "boundaries are arrays");
    if (surfaces && isSurface(boundaries)) {
      for (int ring = 0; ring < boundaries.size(); ring++) {
        addRing(boundaries.get(ring), ring == 0 ? 1 : -1);
      }
      return;
    }
    for (JsonNode part : boundaries) {
      if (part.isArray()) {
        addBoundaries(part, surfaces);
      } else {
        addCorner(vertex(part)); // of points and lines, and the anchor of a template
      }
    }
  }

  // A list of rings.
  private static boolean isSurface(JsonNode node) {
    return !node.isEmpty() && node.get(0).isArray() && node.get(0).path(0).isIntegralNumber();
  }

  private void addRing(JsonNode ring, int sign) throws UnfitMapFile {
    double[] normal = normal(ring);
    double ringArea = Math.sqrt(dot(normal, normal)) / 2;
    for (int i = 0; i < ring.size(); i++) {
      addCorner(vertex(ring.get(i)));
    }
    for (int i = 1; ringArea > 0 && i + 1 < ring.size(); i++) {
      addTriangle(ring, i, normal, sign);
    }
  }

  private void addTriangle(JsonNode ring, int i, double[] normal, int sign) throws UnfitMapFile {
    double[] a = point(ring.get(0));
    double[] b = point(ring.get(i));
    double[] c = point(ring.get(i + 1));
    // Signed against the ring's normal, so that corners that turn inwards are taken off.
    double size = sign * dot(cross(a, b, c), normal) / Math.sqrt(dot(normal, normal)) / 2;
    area += size;
    for (int axis = 0; axis < 3; axis++) {
      weighted[axis] += size * (a[axis] + b[axis] + c[axis]) / 3;
    }
  }

  private double[] normal(JsonNode ring) throws UnfitMapFile {
    double[] sum = new double[3];
    for (int i = 1; i + 1 < ring.size(); i++) {
      double[] cross = cross(point(ring.get(0)), point(ring.get(i)), point(ring.get(i + 1)));
      for (int axis = 0; axis < 3; axis++) {
        sum[axis] += cross[axis];
      }
    }
    return sum;
  }

  private static double[] cross(double[] a, double[] b, double[] c) {
    double[] u = {b[0] - a[0], b[1] - a[1], b[2] - a[2]};
    double[] v = {c[0] - a[0], c[1] - a[1], c[2] - a[2]};
    return new double[] {
      u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]
    };
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private void addCorner(int vertex) throws UnfitMapFile {
    corners++;
    for (int axis = 0; axis < 3; axis++) {
      plain[axis] += vertices.get(vertex, axis);
    }
  }

  private double[] point(JsonNode index) throws UnfitMapFile {
    int vertex = vertex(index);
    return new double[] {vertices.get(vertex, 0), vertices.get(vertex, 1), vertices.get(vertex, 2)};
  }

  private static int vertex(JsonNode index) throws UnfitMapFile {
    Vertices.expect(index.canConvertToInt() && index.isIntegralNumber(), "boundaries hold indexes");
    return index.intValue();
  }

  boolean isEmpty() {
    return corners == 0;
  }

  /** East, north or up. */
  double get(int axis) {
    return area > 1e-9 ? weighted[axis] / area : plain[axis] / corners;
  }
}
