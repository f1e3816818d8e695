/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.peer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sealspatial.bench.Machine;
import org.sealspatial.bench.Plan;
import org.sealspatial.bench.Report;
import org.sealspatial.bench.measure.Cost;
import org.sealspatial.bench.measure.Noise;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Pace;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.measure.Verdict;
import org.sealspatial.bench.measure.Warming;
import org.sealspatial.bench.row.Result;
import org.sealspatial.bench.row.Run;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.StrictJson;
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
  private static final Target TARGET = Target.ratioAtLeast(10);

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

  @Option(names = "--json", description = "Appends the rows to this file.")
  private Path json;

  private boolean warm = true;
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
    var report = new Report(Optional.ofNullable(json), Machine.describe(plan));
    try (var folder = new TemporaryFolder("seal-bench-peers");
        var run = Run.start(plan, folder.path(), Set.of());
        var ours = new Ours(run, CryptoProvider.named(provider).name().toLowerCase(Locale.ROOT))) {
      var processes = new HttpSide.Processes(peer::cpu, () -> Duration.ZERO);
      var theirs = new HttpSide(peer.name(), peer.requests(crypto), connections, processes);
      measure(theirs, ours.http(connections), ours.kafka(), plan);
    }
    print(System.out);
    String id = peer.id() + (provider.equals("best") ? "" : "-" + provider);
    report.add(id, "CPU a token: " + peer.name() + " over ours, Kafka", result(lines.get(2)));
    report.add(id + "-http", "the same, ours over HTTP", result(lines.get(1)).withoutTarget());
    return 0;
  }

  private void measure(HttpSide theirs, HttpSide http, Side kafka, Plan plan) throws Exception {
    for (HttpSide side : List.of(theirs, http)) {
      side.burst(seconds / 7); // learns the rate
      List<Double> seen =
          new Warming(windows).warm(() -> side.burst(1.5 * seconds).cost().micros());
      warm &= Warming.steady(seen);
      System.err.println("bench: warmed " + side.name() + ", µs: " + rounded(seen));
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

  private Numbers ratios(Line line) {
    double[] ratios = new double[pairs];
    for (int n = 0; n < pairs; n++) {
      ratios[n] = lines.get(0).costs().get(n).micros() / line.costs().get(n).micros();
    }
    return Numbers.of(ratios);
  }

  /**
   * Judged is Keycloak beside ours with the provider that ours uses by itself; any other peer, and
   * ours with another provider, is a figure to read.
   */
  private Result result(Line line) {
    Numbers ratios = ratios(line);
    boolean judged = peer.id().equals("keycloak") && provider.equals("best");
    ObjectNode details = StrictJson.object().put("peer", peer.name()).put("ours", line.name());
    details.put("warm", warm).put("connections", connections).put("pairs", pairs);
    details.put("lowerQuartile", ratios.lower()).put("upperQuartile", ratios.upper());
    details.put("brokerMicros", Numbers.of(line.costs(), Cost::brokerMicros).median());
    return new Result(
        Result.number(line.micros(), "µs"),
        Result.number(lines.get(0).micros(), "µs"),
        Optional.of(ratios),
        judged ? Optional.of(TARGET) : Optional.empty(),
        judged ? verdict(ratios, pairs, warm) : Verdict.INFO,
        details);
  }

  /**
   * There is no A/A of a peer: a bound between the quartiles of the pairs themselves says nothing.
   */
  static Verdict verdict(Numbers ratios, int pairs, boolean warm) {
    return warm
        ? Noise.of(ratios).judge(TARGET, ratios, Plan.PAIRS_TO_JUDGE, pairs)
        : Verdict.INCONCLUSIVE;
  }

  private void print(PrintStream out, Line line) {
    Numbers ratio = ratios(line);
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
