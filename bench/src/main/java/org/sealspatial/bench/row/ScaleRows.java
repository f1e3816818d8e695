/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.bench.load.Bulk;
import org.sealspatial.bench.load.World;
import org.sealspatial.bench.measure.Cost;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.row.Rotation.Seen;
import org.sealspatial.bench.row.Turn.Label;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.Topic;

/**
 * Cost of a request as tables grow under running roles, against one role with small ones: all
 * processes live side by side and are measured in turn once the tables are full. The sizes between
 * are single points of the slope in the details, with the memory at each.
 */
final class ScaleRows {
  private static final List<Integer> SIZES = List.of(1_000, 10_000, 100_000, 1_000_000);
  private static final List<Integer> BRIEF = List.of(200, 1_000);
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final String HEAP = "-Xmx6g";

  /** Requests of a point between the two sizes that are compared. */
  private static final int POINT = 10_000;

  private final Kind kind;
  private final List<Table> all;

  private record Table(String name, List<Topic> topics, double bound) {
    Table(Topic topic, String name) {
      this(name, List.of(topic), 1.05);
    }

    String id() {
      return "scale-" + name;
    }
  }

  private ScaleRows(Kind kind, Table... all) {
    this.kind = kind;
    this.all = List.of(all);
  }

  static List<Row> rows() {
    var sim =
        new ScaleRows(
            Kind.ISSUE, new Table(Topic.CLIENTS, "clients"), new Table(Topic.POLICIES, "rules"));
    List<Topic> ofLm =
        List.of(Topic.CLIENTS, Topic.REVOCATIONS, Topic.SPATIAL_MAPS, Topic.SPATIAL_ANCHORS);
    var lm =
        new ScaleRows(
            Kind.VALIDATE,
            new Table(Topic.REVOCATIONS, "revocations"),
            new Table(Topic.SPATIAL_MAPS, "maps"),
            new Table(Topic.SPATIAL_ANCHORS, "anchors"),
            new Table("tables", ofLm, 1.10));
    List<Row> rows = new ArrayList<>();
    sim.all.forEach(table -> rows.add(sim.row(table)));
    lm.all.forEach(table -> rows.add(lm.row(table)));
    return rows;
  }

  private Row row(Table table) {
    String of = table.topics().size() > 1 ? "all that " + kind.role() + " reads" : table.name();
    return new Turn(
        new Label(table.id(), "scale", kind.job() + ", 1 M against 1 k: " + of),
        Optional.of(Target.ratioAtMost(table.bound())),
        false,
        run -> run.shared().once("scale " + kind.job(), () -> measure(run)));
  }

  /** A role whose table grows. */
  private record Grown(Table table, World world, Side side, ArrayNode slope) {}

  private Map<String, Seen> measure(Run usual) throws Exception {
    Run run = usual.plan().quick() ? usual : usual.withHeap(HEAP);
    List<Integer> sizes = run.plan().quick() ? BRIEF : SIZES;
    List<Table> wanted = all.stream().filter(table -> run.shared().wants(table.id())).toList();
    List<Grown> grown = new ArrayList<>();
    World small = run.world(Map.of());
    for (Table table : wanted) {
      grow(small, table, 0, sizes.get(0));
    }
    try (Side reference = new Sides(run).product(kind, small, 1)) {
      for (Table table : wanted) {
        World world = run.world(Map.of());
        grow(world, table, 0, sizes.get(0));
        Side side = new Sides(run).product(kind, world, 1);
        grown.add(new Grown(table, world, side, StrictJson.object().putArray("slope")));
      }
      for (int n = 1; n < sizes.size(); n++) {
        grow(grown, sizes.get(n - 1), sizes.get(n));
        if (n < sizes.size() - 1) {
          points(run, reference, grown, sizes.get(n));
        }
      }
      return measure(run, reference, grown, sizes.get(sizes.size() - 1));
    } finally {
      grown.forEach(g -> g.side().close());
    }
  }

  private static void grow(World world, Table table, int from, int to) throws Exception {
    for (Topic topic : table.topics()) {
      new Bulk(world).write(topic, from, to);
    }
  }

  /** All are written before any is waited for: the roles read side by side. */
  private static void grow(List<Grown> all, int from, int to) throws Exception {
    for (Grown one : all) {
      grow(one.world(), one.table(), from, to);
    }
    for (Grown one : all) {
      awaitSeen(one);
    }
  }

  /** The audit record of each request says how far its tables were read. */
  private static void awaitSeen(Grown grown) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (Topic table : grown.table().topics()) {
      do {
        grown.side().saturated(10);
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(table + " is not read to its end");
        }
      } while (!grown.side().answers().hasSeen(grown.world().topic(table)));
    }
  }

  private static void points(Run run, Side reference, List<Grown> all, int size)
      throws InterruptedException {
    Cost ofSmall = reference.saturated(POINT);
    for (Grown one : all) {
      point(one, size, one.side().saturated(POINT), ofSmall.micros());
    }
  }

  private static void point(Grown grown, int size, Cost cost, double small) {
    point(grown, size, cost.micros(), cost.micros() / small);
  }

  private static void point(Grown grown, int size, double micros, double ratio) {
    ObjectNode point = grown.slope().addObject().put("entries", size).put("micros", micros);
    point.put("ratio", ratio);
    point.put("residentMB", grown.side().processes().get(0).residentBytes() / 1e6);
  }

  private static Map<String, Seen> measure(Run run, Side reference, List<Grown> all, int size)
      throws InterruptedException {
    var rotation = new Rotation(run, reference);
    for (Grown one : all) {
      rotation.add(one.table().id(), one.side());
    }
    Map<String, Seen> seen = new HashMap<>(rotation.measure());
    for (Grown one : all) {
      Seen full = seen.get(one.table().id());
      double micros =
          org.sealspatial.bench.measure.Numbers.of(full.pairs().first(), Cost::micros).median();
      point(one, size, micros, full.ratios().median());
      full.details().set("slope", one.slope());
    }
    return seen;
  }
}
