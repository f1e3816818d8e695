/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.jmh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.lm.domain.Volume;
import org.sealspatial.lm.maps.IndexedSpatialMaps;
import org.sealspatial.lm.maps.SpatialMaps;

/**
 * Area queries among many maps, each timed by the CPU time of this thread, so that what else runs
 * on the machine is not in the percentiles. Garbage collection has threads of its own and is not in
 * them either; a query makes next to no garbage.
 */
public final class AreaMain {
  private static final int JUDGED_METRES = 1_000;
  private static final String JUDGED_SPREAD = "country";
  private static final List<String> SPREADS = List.of(JUDGED_SPREAD, "city");
  private static final List<Integer> METRES = List.of(10, 100, JUDGED_METRES, 5_000);
  private static final int MOST_EXAMINED = 20_000;
  private static final long LONGEST = 3_000_000_000L; // of CPU time for one size

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private AreaMain() {}

  /** Takes how many maps, how many queries of each size, and the file for what was seen. */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    int queries = Integer.parseInt(args[1]);
    ObjectNode all = StrictJson.object().put("maps", count);
    ArrayNode sizes = all.putArray("sizes");
    for (String spread : SPREADS) {
      var places = new Places(spread, new Random(1));
      SpatialMaps maps = maps(places, count);
      for (int metres : METRES) {
        search(maps, places, queries / 5, metres, LONGEST / 5); // compiles
        ObjectNode seen = search(maps, places, queries, metres, LONGEST).put("spread", spread);
        sizes.add(seen);
        if (spread.equals(JUDGED_SPREAD) && metres == JUDGED_METRES) {
          all.set("judged", seen);
        }
      }
    }
    Files.writeString(Path.of(args[2]), StrictJson.text(all));
  }

  private static SpatialMaps maps(Places places, int count) {
    var all = new IndexedSpatialMaps();
    for (int n = 0; n < count; n++) {
      all.apply(Things.map(n, places.next()));
    }
    return all.snapshot();
  }

  private static ObjectNode search(
      SpatialMaps maps, Places places, int queries, int metres, long longest) {
    var nanos = new Histogram(3);
    long found = 0;
    long begun = THREADS.getCurrentThreadCpuTime();
    for (int n = 0; n < queries && THREADS.getCurrentThreadCpuTime() - begun < longest; n++) {
      List<Volume> area = List.of(Volume.circle(places.next(), metres));
      int[] one = {0};
      long from = THREADS.getCurrentThreadCpuTime();
      maps.maps(area, map -> ++one[0] <= MOST_EXAMINED);
      nanos.recordValue(THREADS.getCurrentThreadCpuTime() - from);
      found += one[0];
    }
    return StrictJson.object()
        .put("metres", metres)
        .put("queries", nanos.getTotalCount())
        .put("found", found / (double) nanos.getTotalCount())
        .put("p50ms", nanos.getValueAtPercentile(50) / 1e6)
        .put("p99ms", nanos.getValueAtPercentile(99) / 1e6)
        .put("p999ms", nanos.getValueAtPercentile(99.9) / 1e6);
  }
}
