/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.soak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sealspatial.bench.Machine;
import org.sealspatial.bench.Plan;
import org.sealspatial.bench.Report;
import org.sealspatial.bench.Table;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.measure.Trend;
import org.sealspatial.bench.measure.Verdict;
import org.sealspatial.bench.row.Result;
import org.sealspatial.bench.row.Run;
import org.sealspatial.local.TemporaryFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code seal bench soak}. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = "Maps at a steady rate for long: does the memory or the cost of LM-S creep?")
public final class SoakCommand implements Callable<Integer> {
  private static final double MOST_MEMORY = 0.01;
  private static final double MOST_CPU = 0.03;

  @Option(
      names = "--requests",
      defaultValue = "5000000",
      description =
          "How many (default: ${DEFAULT-VALUE}). Fewer than fill eleven minutes are not judged.")
  private long requests;

  @Option(names = "--rate", defaultValue = "4000", description = "How many a second.")
  private int perSecond;

  @Option(names = "--sample", defaultValue = "10", description = "Seconds from sample to sample.")
  private int sampleSeconds;

  @Option(names = "--json", description = "Appends the rows to this file.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    Plan plan = new Plan(false, 1, requests / (double) perSecond, Plan.full().heap());
    ObjectNode machine = Machine.describe(plan);
    var report = new Report(Optional.ofNullable(json), machine);
    try (var folder = new TemporaryFolder("seal-bench-soak");
        var run = Run.start(plan, folder.path(), Set.of())) {
      Soak.Seen seen = new Soak(run, requests, perSecond, sampleSeconds).measure();
      String load = ", " + requests + " maps at " + perSecond + "/s";
      report.add(
          "soak-memory",
          "growth of resident memory" + load,
          result(seen.memory(), MOST_MEMORY, Result.number(seen.megabytes(), "MB"), seen));
      report.add(
          "soak-cpu",
          "growth of CPU a request" + load,
          result(seen.cpu(), MOST_CPU, Result.number(seen.micros(), "µs"), seen));
    }
    Table.print(System.out, machine, report, false);
    return 0;
  }

  private static Result result(Trend trend, double most, String level, Soak.Seen seen) {
    return new Result(
        Result.number(100 * trend.growth(), "%"),
        "of " + level,
        Optional.empty(),
        Optional.of(new Target(100 * most, true, "%")),
        seen.enough() ? trend.judge(most) : Verdict.INCONCLUSIVE,
        seen.details());
  }
}
