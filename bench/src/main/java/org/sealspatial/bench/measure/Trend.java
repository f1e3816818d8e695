/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import java.util.List;

/**
 * The straight line through figures that were taken at some times, by least squares.
 *
 * @param growth of the line from the first time to the last, over its value at the first
 * @param error standard error of that growth, for figures that scatter independently
 */
public record Trend(double growth, double error) {
  /** A figure at a time, in seconds. */
  public record Point(double seconds, double figure) {}

  /** Of three points or more, at different times. */
  public static Trend of(List<Point> points) {
    double t = points.stream().mapToDouble(Point::seconds).average().orElseThrow();
    double y = points.stream().mapToDouble(Point::figure).average().orElseThrow();
    double tt = points.stream().mapToDouble(p -> (p.seconds() - t) * (p.seconds() - t)).sum();
    double ty = points.stream().mapToDouble(p -> (p.seconds() - t) * (p.figure() - y)).sum();
    double slope = ty / tt;
    double residual =
        points.stream()
            .mapToDouble(p -> p.figure() - y - slope * (p.seconds() - t))
            .map(r -> r * r)
            .sum();
    double first = points.get(0).seconds();
    double length = points.get(points.size() - 1).seconds() - first;
    double start = y + slope * (first - t);
    double error = Math.sqrt(residual / (points.size() - 2) / tt);
    return new Trend(slope * length / start, error * length / start);
  }

  /** A growth whose bound lies within two standard errors of it says nothing. */
  public Verdict judge(double most) {
    if (Math.abs(growth - most) < 2 * error) {
      return Verdict.INCONCLUSIVE;
    }
    return growth < most ? Verdict.MET : Verdict.MISSED;
  }
}
