/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.jmh;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sealspatial.lm.domain.Position;
import org.sealspatial.lm.domain.Volume;

/** A map's coverage cut to what is granted: discs that lie side by side across it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Clip {
  private static final double LONGITUDE = 4.3585;
  private static final double LATITUDE = 52.0117;
  private static final double SIZE = 0.0015; // degrees: about 100 m by 170 m
  private static final double METRES = 60;

  /** Corners of the coverage. */
  @Param({"4", "100", "1000"})
  int corners;

  @Param({"1", "4"})
  int grants;

  private Volume coverage;
  private List<Volume> granted;

  @Setup
  public void make() {
    var ring = new double[2 * corners];
    for (int n = 0; n < corners; n++) {
      double angle = 2 * Math.PI * n / corners;
      ring[2 * n] = LONGITUDE + SIZE * Math.cos(angle);
      ring[2 * n + 1] = LATITUDE + SIZE * Math.sin(angle);
    }
    coverage = Volume.of(ring);
    granted =
        IntStream.range(0, grants)
            .mapToObj(n -> Position.of(LONGITUDE + (n - 1) * SIZE / 2, LATITUDE))
            .map(centre -> Volume.circle(centre, METRES))
            .toList();
  }

  /** What is granted of it. */
  @Benchmark
  public List<Volume> cut() {
    return granted.stream().map(g -> g.intersection(coverage)).flatMap(Optional::stream).toList();
  }

  /** Whether all of it is granted. */
  @Benchmark
  public boolean covered() {
    return Volume.cover(granted, coverage);
  }
}
