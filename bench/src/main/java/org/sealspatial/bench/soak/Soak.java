/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.soak;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.sealspatial.bench.load.Feeder;
import org.sealspatial.bench.load.SpatialLetters;
import org.sealspatial.bench.load.World;
import org.sealspatial.bench.measure.Answers;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Progress;
import org.sealspatial.bench.measure.Trend;
import org.sealspatial.bench.process.ChildProcess;
import org.sealspatial.bench.row.Run;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.Topic;

/**
 * LM-S under a steady load for long. What it remembers of requests grows for ten minutes; only what
 * comes after that counts.
 */
final class Soak {
  /** The shortest window a role's memory of requests can have. */
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private static final Duration SETTLING = Duration.ofSeconds(30);
  private static final int LEAST_SAMPLES = 12;

  private final Run run;
  private final long requests;
  private final int perSecond;
  private final long apart;

  /** With a sample every so many seconds. */
  Soak(Run run, long requests, int perSecond, int sampleSeconds) {
    this.run = run;
    this.requests = requests;
    this.perSecond = perSecond;
    this.apart = sampleSeconds;
  }

  /** The process at a moment; CPU in microseconds. */
  private record Sample(double seconds, long answered, double cpu, double broker, long resident) {}

  /**
   * What was seen.
   *
   * @param memory of resident memory
   * @param cpu of microseconds a request in the role's process
   * @param enough whether the memory's window was full, and long enough, when it was measured
   */
  record Seen(
      Trend memory,
      Trend cpu,
      double megabytes,
      double micros,
      boolean enough,
      ObjectNode details) {}

  Seen measure() throws Exception {
    World world = run.world(Map.of("lm.max-token-lifetime", WINDOW.toString()));
    keepLittle(world);
    run.role(world, "sim", "a").close(); // it has published its key, which LM-S needs
    String topic = world.topic(Topic.SPATIAL_REQUESTS);
    try (ChildProcess lm = run.role(world, "lm", "a");
        var feeder = new Feeder(world.bootstrap(), topic);
        var progress = new Progress(world.bootstrap(), world.group("lm"), topic);
        var answers = new Answers(world)) {
      var load =
          new SoakLoad(SpatialLetters.firstSeen(world), feeder, answers, requests, perSecond);
      load.start();
      List<Sample> samples = new ArrayList<>();
      long begun = System.nanoTime();
      while (!load.isOver()) {
        TimeUnit.SECONDS.sleep(apart);
        samples.add(sample(lm, progress, begun));
      }
      return seen(samples.subList(0, samples.size() - 1)); // the last one saw the load end
    }
  }

  private Sample sample(ChildProcess lm, Progress progress, long begun)
      throws InterruptedException {
    lm.check();
    return new Sample(
        (System.nanoTime() - begun) / 1e9,
        progress.committed(),
        lm.cpu().toNanos() / 1e3,
        run.broker().cpu().toNanos() / 1e3,
        lm.residentBytes());
  }

  private Seen seen(List<Sample> samples) {
    double full = WINDOW.plus(SETTLING).toSeconds();
    List<Sample> counted = samples.stream().filter(s -> s.seconds() >= full).toList();
    boolean enough = counted.size() >= LEAST_SAMPLES;
    if (!enough) {
      counted = samples.subList(samples.size() / 2, samples.size());
    }
    if (counted.size() < 4) {
      throw new IllegalStateException("too short: " + samples.size() + " samples");
    }
    List<Trend.Point> resident = new ArrayList<>();
    List<Trend.Point> cpu = new ArrayList<>();
    List<Trend.Point> broker = new ArrayList<>();
    for (int n = 1; n < counted.size(); n++) {
      Sample from = counted.get(n - 1);
      Sample to = counted.get(n);
      double answered = Math.max(1, to.answered() - from.answered());
      resident.add(new Trend.Point(to.seconds(), to.resident() / 1e6));
      cpu.add(new Trend.Point(to.seconds(), (to.cpu() - from.cpu()) / answered));
      broker.add(new Trend.Point(to.seconds(), (to.broker() - from.broker()) / answered));
    }
    ObjectNode details = StrictJson.object().put("requests", requests);
    details.put("perSecond", perSecond).put("windowFull", enough);
    details.put("countedFromSeconds", counted.get(0).seconds());
    put(details, "memory", Trend.of(resident));
    put(details, "cpu", Trend.of(cpu));
    put(details, "brokerCpu", Trend.of(broker));
    put(details.putArray("samples"), samples);
    return new Seen(
        Trend.of(resident), Trend.of(cpu), median(resident), median(cpu), enough, details);
  }

  private static double median(List<Trend.Point> points) {
    return Numbers.of(points, Trend.Point::figure).median();
  }

  private static void put(ObjectNode details, String name, Trend trend) {
    details.putObject(name).put("growth", trend.growth()).put("standardError", trend.error());
  }

  private static void put(ArrayNode array, List<Sample> samples) {
    samples.forEach(
        s ->
            array
                .addObject()
                .put("seconds", s.seconds())
                .put("answered", s.answered())
                .put("cpuMicros", s.cpu())
                .put("brokerMicros", s.broker())
                .put("residentMB", s.resident() / 1e6));
  }

  /** Millions of records are tens of gigabytes: the broker forgets what was read long ago. */
  private static void keepLittle(World world) throws Exception {
    Collection<AlterConfigOp> little =
        List.of(set("segment.bytes", 64 << 20), set("retention.bytes", 128 << 20));
    Map<ConfigResource, Collection<AlterConfigOp>> topics = new HashMap<>();
    for (String topic :
        List.of(world.topic(Topic.SPATIAL_REQUESTS), world.replies(), world.topic(Topic.AUDIT))) {
      topics.put(new ConfigResource(ConfigResource.Type.TOPIC, topic), little);
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", world.bootstrap()))) {
      admin.incrementalAlterConfigs(topics).all().get();
    }
  }

  private static AlterConfigOp set(String name, int bytes) {
    return new AlterConfigOp(
        new ConfigEntry(name, String.valueOf(bytes)), AlterConfigOp.OpType.SET);
  }
}
