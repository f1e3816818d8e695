/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.bench.load.Bulk;
import org.sealspatial.bench.load.World;
import org.sealspatial.bench.measure.Cost;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.row.Rotation.Seen;
import org.sealspatial.bench.row.Turn.Label;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.Topic;

/**
 * Cost of a request with large tables against one role with small ones. Each role is started anew
 * on each size, which says what a start takes. At the largest all processes live side by side and
 * are measured in turn; the sizes between are single points of the slope in the details, with the
 * memory at each.
 */
final class ScaleRows {
  private static final List<Integer> SIZES = List.of(1_000, 10_000, 100_000, 1_000_000);
  private static final List<Integer> BRIEF = List.of(200, 1_000);
  private static final String HEAP = "-Xmx6g";

  /** Requests of a point between the two sizes that are compared, and those before it. */
  private static final int POINT = 10_000;

  private static final int BEFORE = 5_000;

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
  private record Grown(Table table, World world, Side side, ArrayNode slope) {
    void started(int entries, Start start) {
      slope
          .addObject()
          .put("entries", entries)
          .put("startSeconds", start.seconds())
          .put("startCpuSeconds", start.cpuSeconds())
          .put("liveMB", start.liveBytes() / 1e6);
    }

    /** Of the size it has now. */
    void cost(double micros, double ratio) {
      var point = (ObjectNode) slope.get(slope.size() - 1);
      point.put("micros", micros).put("ratio", ratio);
      point.put("residentMB", side.processes().get(0).residentBytes() / 1e6);
    }
  }

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
        grown.add(begin(run, table, sizes.get(0)));
      }
      for (int n = 1; n < sizes.size(); n++) {
        restart(run, reference, small);
        for (Grown one : grown) {
          one.side().stop(); // or the others' starts would share the processors with it
        }
        for (Grown one : grown) {
          grow(one.world(), one.table(), sizes.get(n - 1), sizes.get(n));
          one.started(sizes.get(n), restart(run, one.side(), one.world()));
          checkSeen(one);
        }
        if (n < sizes.size() - 1) {
          points(reference, grown);
        }
      }
      return measure(run, reference, grown);
    } finally {
      grown.forEach(g -> g.side().close());
    }
  }

  private Grown begin(Run run, Table table, int size) throws Exception {
    World world = run.world(Map.of());
    grow(world, table, 0, size);
    var sides = new Sides(run);
    sides.prepare(kind, world);
    Start start = Start.of(run, world, kind.role());
    Side side = sides.product(kind, world, List.of(start.process()));
    var begun = new Grown(table, world, side, StrictJson.object().putArray("slope"));
    begun.started(size, start);
    return begun;
  }

  private Start restart(Run run, Side side, World world) throws InterruptedException {
    side.stop();
    Start start = Start.of(run, world, kind.role());
    side.goOn(start.process());
    return start;
  }

  private static void grow(World world, Table table, int from, int to) throws Exception {
    for (Topic topic : table.topics()) {
      new Bulk(world).write(topic, from, to);
    }
  }

  /** The audit record of a request says how far the tables were read. */
  private static void checkSeen(Grown grown) throws InterruptedException {
    grown.side().saturated(10);
    for (Topic table : grown.table().topics()) {
      if (!grown.side().answers().hasSeen(grown.world().topic(table))) {
        throw new IllegalStateException("serves before " + table + " is read to its end");
      }
    }
  }

  private static void points(Side reference, List<Grown> all) throws InterruptedException {
    Cost ofSmall = point(reference);
    for (Grown one : all) {
      double micros = point(one.side()).micros();
      one.cost(micros, micros / ofSmall.micros());
    }
  }

  private static Cost point(Side side) throws InterruptedException {
    side.saturated(BEFORE);
    return side.saturated(POINT);
  }

  private static Map<String, Seen> measure(Run run, Side reference, List<Grown> all)
      throws InterruptedException {
    var rotation = new Rotation(run, reference);
    for (Grown one : all) {
      rotation.add(one.table().id(), one.side());
    }
    Map<String, Seen> seen = new HashMap<>(rotation.measure());
    for (Grown one : all) {
      Seen full = seen.get(one.table().id());
      one.cost(Numbers.of(full.pairs().first(), Cost::micros).median(), full.ratios().median());
      full.details().set("slope", one.slope());
    }
    return seen;
  }
}
