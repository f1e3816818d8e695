/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sealspatial.bench.ceiling.CeilingMain;
import org.sealspatial.bench.ceiling.CeilingSettings;
import org.sealspatial.bench.load.World;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.process.ChildProcess;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.Topic;

/** Starts the product or the ceiling with a load of its own. */
final class Sides {
  /** What the product's spine takes at most in one transaction. */
  private static final String BATCH = "500";

  private final Run run;

  Sides(Run run) {
    this.run = run;
  }

  /** A role of the product, one process of it. */
  Side product(Kind kind, Map<String, String> settings) throws Exception {
    return product(kind, run.world(settings), 1);
  }

  /** A role of the product, so many processes of it. */
  Side product(Kind kind, Map<String, String> settings, int instances) throws Exception {
    return product(kind, run.world(settings), instances);
  }

  /** As above, on tables that are there already. */
  Side product(Kind kind, World world, int instances) throws Exception {
    prepare(kind, world);
    List<ChildProcess> processes = new ArrayList<>();
    for (int n = 0; n < instances; n++) {
      processes.add(run.role(world, kind.role(), String.valueOf((char) ('a' + n))));
    }
    return product(kind, world, processes);
  }

  /** What a role needs before it can serve: LM-S waits for a key of SIM-S. */
  void prepare(Kind kind, World world) throws InterruptedException {
    if (!kind.role().equals("sim")) {
      run.role(world, "sim", "a").close();
    }
  }

  /** The product with processes that serve already. */
  Side product(Kind kind, World world, List<ChildProcess> processes) throws Exception {
    return new Side(
        "product",
        new Side.Service(
            world, world.group(kind.role()), world.topic(kind.topic()), processes, true),
        run.broker(),
        kind.letters(world, run.plan().quick()));
  }

  /** The ceiling with the same job; own settings win. */
  Side ceiling(Kind kind, Map<String, String> settings) throws Exception {
    World world = run.world(Map.of());
    ChildProcess process = ceilingProcess(kind, world, settings);
    return new Side(
        "ceiling",
        new Side.Service(
            world,
            world.group("ceiling"),
            world.topic(kind.topic()),
            List.of(process),
            !"false".equals(settings.get("audited"))),
        run.broker(),
        kind.letters(world, run.plan().quick()));
  }

  /** The ceiling's process alone. */
  ChildProcess ceilingProcess(Kind kind, World world, Map<String, String> settings)
      throws Exception {
    var all = new HashMap<>(ceilingSettings(world, kind));
    all.putAll(settings);
    Path file =
        CeilingSettings.write(run.folder().resolve(world.group("ceiling") + ".properties"), all);
    return ChildProcess.start(
        "ceiling",
        world.log("ceiling"),
        run.options(),
        CeilingMain.class.getName(),
        List.of(file.toString()));
  }

  private Map<String, String> ceilingSettings(World world, Kind kind) throws Exception {
    Path clients = run.folder().resolve("clients.json");
    Files.writeString(clients, StrictJson.text(world.fleet().publicKeys()));
    var settings = new HashMap<String, String>();
    settings.put("bootstrap", world.bootstrap());
    settings.put("prefix", world.group("x").replace("-x", ""));
    settings.put("group", world.group("ceiling"));
    settings.put("instance", "a");
    settings.put("topic", world.topic(kind.topic()));
    settings.put("replies", world.replies());
    settings.put("audit", world.topic(Topic.AUDIT));
    settings.put("audited", "true");
    settings.put("job", kind.job());
    settings.put("provider", run.provider());
    settings.put("workers", "1");
    settings.put("max.poll.records", BATCH);
    settings.put("slice.ms", "20"); // the default of the product
    settings.put("issuer", World.ISSUER);
    settings.put("audience", World.AUDIENCE);
    settings.put("sim.key", world.setting("sim.signing-key"));
    settings.put("clients", clients.toString());
    settings.put("tables", String.join(",", kind.tables(world)));
    return settings;
  }
}
