/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.peer;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sealspatial.bench.Plan;
import org.sealspatial.bench.measure.Cost;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Pace;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.row.Run;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.local.TemporaryFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code seal bench peers}: another server and ours in turn, in one run. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    description = "Measures a running token endpoint or HTTP-to-Kafka bridge in turn with ours.")
public final class PeersCommand implements Callable<Integer> {
  @Mixin private PeerOptions peer;

  @Option(
      names = "--connections",
      defaultValue = "64",
      description = "Requests under way at any time over HTTP (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(names = "--pairs", defaultValue = "5", description = "Measured bursts of each side.")
  private int pairs;

  @Option(names = "--seconds", defaultValue = "20", description = "Length of each burst.")
  private double seconds;

  @Option(
      names = "--warm-windows",
      defaultValue = "20",
      description =
          "A side is warmed until its cost falls by less than 2 %% from one window of"
              + " 1.5 bursts to the next, for at most so many windows.")
  private int windows;

  @Option(
      names = "--provider",
      defaultValue = "best",
      description = "Crypto provider of ours: best, accp, bc or jdk.")
  private String provider;

  private final List<Line> lines = new ArrayList<>();

  /** One side of the table. */
  private record Line(String name, List<Cost> costs, double[] latency) {
    double micros() {
      return Numbers.of(costs, Cost::micros).median();
    }
  }

  @Override
  public Integer call() throws Exception {
    CryptoProvider crypto = CryptoProvider.best();
    var plan = new Plan(false, pairs, seconds, Plan.full().heap());
    try (var folder = new TemporaryFolder("seal-bench-peers");
        var run = Run.start(plan, folder.path());
        var ours = new Ours(run, CryptoProvider.named(provider).name().toLowerCase(Locale.ROOT))) {
      var processes = new HttpSide.Processes(peer::cpu, () -> Duration.ZERO);
      var theirs = new HttpSide(peer.name(), peer.requests(crypto), connections, processes);
      measure(theirs, ours.http(connections), ours.kafka(), plan);
    }
    print(System.out);
    return 0;
  }

  private void measure(HttpSide theirs, HttpSide http, Side kafka, Plan plan) throws Exception {
    var warming = new Warming(1.5 * seconds, windows);
    for (HttpSide side : List.of(theirs, http)) {
      System.err.println("bench: warmed " + side.name() + ", µs: " + rounded(warming.warm(side)));
    }
    int burst = new Pace(seconds, plan.burst()).warm(kafka, plan.guess());
    var costs = List.of(new ArrayList<Cost>(), new ArrayList<Cost>(), new ArrayList<Cost>());
    for (int n = 0; n < pairs; n++) {
      costs.get(0).add(theirs.measure(seconds));
      costs.get(1).add(http.measure(seconds));
      costs.get(2).add(kafka.saturated(burst));
    }
    lines.add(new Line(theirs.name(), costs.get(0), theirs.latencies()));
    lines.add(new Line(http.name(), costs.get(1), http.latencies()));
    lines.add(new Line(kafka.name(), costs.get(2), new double[0]));
  }

  private static List<Long> rounded(List<Double> costs) {
    return costs.stream().map(Math::round).toList();
  }

  private void print(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%-34s %9s %9s %9s %8s %8s %8s %8s%n",
        "side, " + connections + " connections over HTTP",
        "CPU µs",
        "of it brk",
        "per CPU-s",
        "peer/it",
        "spread",
        "p50 ms",
        "p99 ms");
    lines.forEach(line -> print(out, line));
  }

  private void print(PrintStream out, Line line) {
    double[] ratios = new double[pairs];
    for (int n = 0; n < pairs; n++) {
      ratios[n] = lines.get(0).costs().get(n).micros() / line.costs().get(n).micros();
    }
    Numbers ratio = Numbers.of(ratios);
    boolean timed = line.latency().length > 0;
    out.printf(
        Locale.ROOT,
        "%-34s %9.0f %9.0f %9.0f %8.2f %6.0f %% %8s %8s%n",
        line.name(),
        line.micros(),
        Numbers.of(line.costs(), Cost::brokerMicros).median(),
        1e6 / line.micros(),
        ratio.median(),
        100 * ratio.spread(),
        timed ? String.format(Locale.ROOT, "%.1f", line.latency()[0]) : "",
        timed ? String.format(Locale.ROOT, "%.1f", line.latency()[1]) : "");
  }
}
