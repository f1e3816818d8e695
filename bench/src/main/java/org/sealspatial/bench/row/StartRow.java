/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.bench.load.Feeder;
import org.sealspatial.bench.load.World;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Progress;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.process.ChildProcess;
import org.sealspatial.bench.process.Ports;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.routes.SealApplication;
import org.sealspatial.schemas.Topic;

/**
 * CPU time of a role from its start to its first answer: a request waits for it on a broker that
 * runs. Started by the launcher, with its class archive, where the bench was started by it too.
 */
final class StartRow implements Row {
  private static final Target TARGET = new Target(3, true, "CPU s");

  @Override
  public String id() {
    return "start";
  }

  @Override
  public String group() {
    return "start";
  }

  @Override
  public boolean judgedByNoise() {
    return false;
  }

  @Override
  public String what() {
    return "sim from its start to its first answer";
  }

  @Override
  public Result measure(Run run) throws Exception {
    prepareLauncher();
    List<Double> seconds = new ArrayList<>();
    for (int n = 0; n < run.plan().pairs(); n++) {
      seconds.add(start(run));
    }
    Numbers seen = Numbers.of(seconds, s -> s);
    ObjectNode details = StrictJson.object();
    details.put("archive", launcher().isPresent()).put("spread", seen.spread());
    return new Result(
        Result.number(seen.median(), "CPU s"),
        "",
        Optional.empty(),
        Optional.of(TARGET),
        run.judge(TARGET, seen.median()),
        details);
  }

  private static double start(Run run) throws Exception {
    World world = run.world(Map.of());
    String topic = world.topic(Topic.TOKEN_REQUESTS);
    try (var feeder = new Feeder(world.bootstrap(), topic);
        var progress = new Progress(world.bootstrap(), world.group("sim"), topic)) {
      feeder.publish(Kind.ISSUE.letters(world, true).write(1));
      try (ChildProcess sim = sim(world)) {
        progress.await(1, sim::check);
        return sim.cpu().toMillis() / 1e3;
      }
    }
  }

  private static ChildProcess sim(World world) {
    List<String> flags = world.commandLine("sim", "a", Ports.free());
    Path log = world.log("sim-a");
    return launcher()
        .map(seal -> ChildProcess.command("sim", log, concat(seal.toString(), flags)))
        .orElseGet(
            () ->
                ChildProcess.start("sim", log, List.of(), SealApplication.class.getName(), flags));
  }

  private static List<String> concat(String first, List<String> rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }

  /** It builds what is missing at its first call. */
  private static void prepareLauncher() throws Exception {
    if (launcher().isPresent()) {
      new ProcessBuilder(launcher().get().toString(), "--version")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }

  private static Optional<Path> launcher() {
    return Optional.ofNullable(System.getProperty("seal.home"))
        .map(home -> Path.of(home, "seal"))
        .filter(Files::isExecutable);
  }
}
