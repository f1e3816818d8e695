/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.maps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sealspatial.lm.domain.Fixtures.ELSEWHERE;
import static org.sealspatial.lm.domain.Fixtures.PLAZA;
import static org.sealspatial.lm.domain.Fixtures.anchor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("concurrent")
class SnapshotConcurrencyTest {
  private static final int MOVES = 20_000;

  @Test
  @Timeout(60)
  void a_reader_sees_a_moving_anchor_in_exactly_one_place() throws Exception {
    var maps = new IndexedSpatialMaps();
    maps.apply(new MapChange.AnchorSet(anchor("tram", 4.2, 52.5), 0));
    var done = new AtomicBoolean();
    ExecutorService readers = Executors.newFixedThreadPool(2);
    try {
      Callable<Integer> reading = () -> readUntil(done, maps);
      List<Future<Integer>> readings = List.of(readers.submit(reading), readers.submit(reading));
      for (int move = 1; move <= MOVES; move++) {
        double lon = move % 2 == 0 ? 4.2 : 10.5;
        double lat = move % 2 == 0 ? 52.5 : 10.5;
        maps.apply(new MapChange.AnchorSet(anchor("tram", lon, lat), move));
      }
      done.set(true);
      for (Future<Integer> seen : readings) {
        assertEquals(1, seen.get());
      }
    } finally {
      readers.shutdownNow();
    }
  }

  /** 1 where each look found exactly one, else how many the odd look found. */
  private static int readUntil(AtomicBoolean done, IndexedSpatialMaps maps) {
    do {
      var found = new ArrayList<String>();
      maps.snapshot().anchors(List.of(PLAZA, ELSEWHERE), a -> found.add(a.id()));
      if (found.size() != 1) {
        return found.size();
      }
    } while (!done.get());
    return 1;
  }
}
