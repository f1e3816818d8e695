/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.sealspatial.bench.load.Bulk;
import org.sealspatial.bench.load.World;
import org.sealspatial.bench.measure.Cost;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.Topic;

/**
 * Cost of a request as tables grow under a running role, against the same role with small ones. The
 * details have the slope: ratio and memory at each size.
 */
final class ScaleRow implements Row {
  private static final List<Integer> SIZES = List.of(1_000, 10_000, 100_000, 1_000_000);
  private static final List<Integer> BRIEF = List.of(200, 1_000);
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final String HEAP = "-Xmx6g";

  private final Kind kind;
  private final String name;
  private final List<Topic> tables;
  private final Target target;

  ScaleRow(Kind kind, String name, List<Topic> tables, double bound) {
    this.kind = kind;
    this.name = name;
    this.tables = tables;
    this.target = Target.ratioAtMost(bound);
  }

  @Override
  public String id() {
    return "scale-" + name;
  }

  @Override
  public String group() {
    return "scale";
  }

  @Override
  public String what() {
    return kind.job() + ", 1 M against 1 k: " + name;
  }

  @Override
  public Result measure(Run run) throws Exception {
    List<Integer> sizes = run.plan().quick() ? BRIEF : SIZES;
    World grown = run.world(Map.of());
    World small = run.world(Map.of());
    grow(grown, 0, sizes.get(0));
    grow(small, 0, sizes.get(0));
    var sides = new Sides(run.plan().quick() ? run : run.withHeap(HEAP));
    try (Side a = sides.product(kind, grown, 1);
        Side b = sides.product(kind, small, 1)) {
      ArrayNode slope = StrictJson.object().putArray("slope");
      for (int n = 0; n < sizes.size(); n++) {
        if (n > 0) {
          grow(grown, sizes.get(n - 1), sizes.get(n));
        }
        awaitSeen(a, grown);
        slope.add(point(run, a, b, sizes.get(n)));
      }
      Result result = new Against(run, target).measure(a, b);
      result.details().set("slope", slope);
      return result;
    }
  }

  private void grow(World world, int from, int to) throws Exception {
    for (Topic table : tables) {
      new Bulk(world).write(table, from, to);
    }
  }

  /** The audit record of each request says how far its tables were read. */
  private void awaitSeen(Side side, World world) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (Topic table : tables) {
      do {
        side.saturated(10);
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(table + " is not read to its end");
        }
      } while (!side.answers().hasSeen(world.topic(table)));
    }
  }

  private static com.fasterxml.jackson.databind.JsonNode point(Run run, Side a, Side b, int size)
      throws InterruptedException {
    int count = run.plan().guess();
    Cost ofGrown = a.saturated(count);
    Cost ofSmall = b.saturated(count);
    return StrictJson.object()
        .put("entries", size)
        .put("micros", ofGrown.micros())
        .put("ratio", ofGrown.micros() / ofSmall.micros())
        .put("residentMB", a.processes().get(0).residentBytes() / 1e6);
  }
}
