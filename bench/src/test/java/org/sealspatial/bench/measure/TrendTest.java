/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sealspatial.bench.measure.Trend.Point;

class TrendTest {
  @Test
  void growth_is_that_of_the_line_over_where_it_starts() {
    Trend trend = Trend.of(points(seconds -> 200 + seconds * 0.1));
    assertEquals(0.05, trend.growth(), 1e-9); // from 200 to 210 in 100 s
    assertEquals(0, trend.error(), 1e-9);
  }

  @Test
  void what_shrinks_has_a_negative_growth_which_is_no_creeping() {
    Trend trend = Trend.of(points(seconds -> 100 - seconds * 0.1));
    assertEquals(-0.1, trend.growth(), 1e-9);
    assertEquals(Verdict.MET, trend.judge(0.01));
  }

  @Test
  void a_clear_growth_is_judged() {
    assertEquals(Verdict.MET, Trend.of(points(seconds -> 1_000 + seconds * 0.05)).judge(0.01));
    assertEquals(Verdict.MISSED, Trend.of(points(seconds -> 1_000 + seconds * 0.2)).judge(0.01));
  }

  @Test
  void figures_that_scatter_more_than_the_bound_say_nothing() {
    var random = new Random(1);
    Trend trend = Trend.of(points(seconds -> 100 + 30 * random.nextGaussian()));
    assertEquals(Verdict.INCONCLUSIVE, trend.judge(0.03));
  }

  private static List<Point> points(DoubleUnaryOperator figure) {
    return IntStream.rangeClosed(0, 10)
        .mapToObj(n -> new Point(500 + 10 * n, figure.applyAsDouble(10 * n)))
        .toList();
  }
}
