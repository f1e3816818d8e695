/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.sealspatial.bench.load.Bulk;
import org.sealspatial.bench.load.World;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.Topic;

/**
 * How fast a role that starts takes in many revocations, against a plain consumer that throws them
 * away; and what they take of its heap. A revocation is signed, and its signature is verified.
 */
final class LoadRow implements Row {
  private static final Target RATE = Target.ratioAtLeast(0.8);
  private static final Target MEMORY = new Target(24, true, "MB");

  private final boolean memory;

  /** Judges the heap, or the rate. */
  LoadRow(boolean memory) {
    this.memory = memory;
  }

  @Override
  public String id() {
    return memory ? "memory-revocations" : "load";
  }

  @Override
  public String group() {
    return memory ? "memory" : "start";
  }

  @Override
  public boolean judgedByNoise() {
    return false;
  }

  @Override
  public String what() {
    return memory ? "heap of lm for 1 M revocations" : "revocations a second at start, lm";
  }

  @Override
  public Result measure(Run run) throws Exception {
    Loaded seen = run.shared().once("load", () -> load(run));
    ObjectNode details = seen.details().deepCopy();
    return memory
        ? memory(run, seen.megabytes(), details)
        : rate(run, seen.ours(), seen.plain(), details);
  }

  /** Revocations a second, and what they take of the heap. */
  private record Loaded(double ours, double plain, double megabytes, ObjectNode details) {}

  private static Loaded load(Run run) throws Exception {
    int count = run.plan().quick() ? 2_000 : 1_000_000;
    World world = run.world(Map.of());
    run.role(world, "sim", "a").close(); // it has published its key, which LM-S needs
    Start empty = start(run, world);
    new Bulk(world).write(Topic.REVOCATIONS, 0, count);
    Start full = start(run, world);
    double plain = count / consume(world, count);
    double ours = count / Math.max(1e-3, full.seconds() - empty.seconds());
    double megabytes = (full.liveBytes() - empty.liveBytes()) / 1e6;
    ObjectNode details = StrictJson.object();
    details.put("entries", count).put("cpuSeconds", full.cpuSeconds() - empty.cpuSeconds());
    details.put("plainPerSecond", plain).put("perSecond", ours).put("liveMB", megabytes);
    return new Loaded(ours, plain, megabytes, details);
  }

  private static Result memory(Run run, double megabytes, ObjectNode details) {
    return new Result(
        Result.number(megabytes, "MB"),
        "",
        Optional.empty(),
        Optional.of(MEMORY),
        run.judge(MEMORY, megabytes),
        details);
  }

  private static Result rate(Run run, double ours, double plain, ObjectNode details) {
    Numbers ratio = Numbers.of(ours / plain);
    return new Result(
        Result.number(ours, "/s"),
        Result.number(plain, "/s"),
        Optional.of(ratio),
        Optional.of(RATE),
        run.judge(RATE, ratio.median()),
        details);
  }

  private static Start start(Run run, World world) throws InterruptedException {
    Start start = Start.of(run, world, "lm");
    start.process().close();
    return start;
  }

  private static double consume(World world, int count) {
    var partition = new TopicPartition(world.topic(Topic.REVOCATIONS), 0);
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", world.bootstrap()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long begun = System.nanoTime();
      for (int seen = 0; seen < count; ) {
        seen += consumer.poll(Duration.ofMillis(100)).count();
      }
      return (System.nanoTime() - begun) / 1e9;
    }
  }
}
