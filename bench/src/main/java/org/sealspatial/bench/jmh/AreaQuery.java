/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.jmh;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
import org.sealspatial.lm.maps.IndexedSpatialMaps;
import org.sealspatial.lm.maps.SpatialMaps;

/**
 * What lies in an area, among very many: a disc of this radius somewhere among them. The visitor
 * counts, so that only the search is measured; what a discovery may look at bounds it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AreaQuery {
  private static final int MOST_EXAMINED = 20_000;
  private static final int AREAS = 4_096;

  @Param("1000000")
  int things;

  /** What is searched, and how it lies. */
  @Param({"maps-country", "anchors-country", "anchors-city", "anchors-crowd"})
  String among;

  @Param({"100", "1000"})
  double metres;

  private SpatialMaps maps;
  private Volume[] areas;
  private int next;

  @Setup
  public void fill() {
    String[] kind = among.split("-");
    var places = new Places(kind[1], new Random(1));
    var all = new IndexedSpatialMaps();
    for (int n = 0; n < things; n++) {
      Position at = places.next();
      all.apply(kind[0].equals("maps") ? Things.map(n, at) : Things.anchor(n, at));
    }
    maps = all.snapshot();
    areas = new Volume[AREAS];
    for (int n = 0; n < AREAS; n++) {
      areas[n] = Volume.circle(places.next(), metres);
    }
  }

  /** How many were found. */
  @Benchmark
  @BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
  public int search() {
    List<Volume> area = List.of(areas[next++ & AREAS - 1]);
    int[] found = {0};
    if (among.startsWith("maps")) {
      maps.maps(area, map -> ++found[0] <= MOST_EXAMINED);
    } else {
      maps.anchors(area, anchor -> ++found[0] <= MOST_EXAMINED);
    }
    return found[0];
  }
}
