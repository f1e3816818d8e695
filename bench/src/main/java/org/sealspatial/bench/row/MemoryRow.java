/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.bench.load.Bulk;
import org.sealspatial.bench.load.World;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.Topic;

/** Memory of a role's process at saturation, with a small heap and tables of some size. */
final class MemoryRow implements Row {
  private static final Target TARGET = new Target(260, true, "MB");
  private static final String HEAP = "-Xmx128m";

  /** What `docs/performance.md` advises for a small heap, and what the launcher sets. */
  private static final String SMALL =
      " -XX:+UseSerialGC -Xms32m -Xmn8m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20"
          + " -Djdk.nio.maxCachedBufferSize=65536"
          + " -XX:CompileThresholdScaling=8"
          + " -XX:+UnlockExperimentalVMOptions -XX:TrimNativeHeapInterval=1000";

  private static final int ENTRIES = 10_000;
  private static final int REQUESTS = 60_000;

  private final Kind kind;

  MemoryRow(Kind kind) {
    this.kind = kind;
  }

  @Override
  public String id() {
    return "memory-" + kind.role();
  }

  @Override
  public String group() {
    return "memory";
  }

  @Override
  public boolean judgedByNoise() {
    return false;
  }

  @Override
  public String what() {
    return kind.role() + " in memory at saturation, " + HEAP;
  }

  @Override
  public Result measure(Run run) throws Exception {
    World world = run.world(Map.of());
    int entries = run.plan().quick() ? 200 : ENTRIES;
    for (Topic table : Bulk.tables()) {
      new Bulk(world).write(table, 0, entries);
    }
    try (Side side = new Sides(run.withHeap(HEAP + SMALL)).product(kind, world, 1)) {
      int bursts = run.plan().pairs();
      List<Long> seen = new ArrayList<>();
      for (int n = 0; n < bursts; n++) {
        side.saturated(run.plan().quick() ? run.plan().guess() : REQUESTS / bursts);
        seen.add(side.processes().get(0).residentBytes());
      }
      return result(run, Numbers.of(seen, bytes -> bytes / 1e6), entries);
    }
  }

  private Result result(Run run, Numbers megabytes, int entries) {
    ObjectNode details = StrictJson.object();
    details.put("entriesOfEachTable", entries).put("spread", megabytes.spread());
    return new Result(
        Result.number(megabytes.upper(), "MB"),
        "",
        Optional.empty(),
        Optional.of(TARGET),
        run.judge(TARGET, megabytes.upper()),
        details);
  }
}
