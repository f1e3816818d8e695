/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealspatial.bench.jmh.JmhCommand;
import org.sealspatial.bench.peer.PeersCommand;
import org.sealspatial.bench.row.Result;
import org.sealspatial.bench.row.Row;
import org.sealspatial.bench.row.Rows;
import org.sealspatial.bench.row.Run;
import org.sealspatial.bench.soak.SoakCommand;
import org.sealspatial.local.TemporaryFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures rows and prints them; see docs/performance.md. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures what requests cost, beside plain clients that do the same.",
    subcommands = {PeersCommand.class, SoakCommand.class, JmhCommand.class})
final class BenchCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      description =
          "what to measure: issue, validate, validate-cached, provider, audit, gateway, latency,"
              + " low-rate, scale, start, memory, area, the id of a row, or all (default)")
  private List<String> wanted = List.of("all");

  @Option(
      names = "--quick",
      description = "One row of each kind, once and small: shows that it works.")
  private boolean quick;

  @Option(names = "--json", description = "Appends the rows to this file.")
  private Path json;

  @Option(names = "--resume", description = "Leaves out rows that the file has.")
  private boolean resume;

  @Option(
      names = "--pairs",
      description = "Measured pairs of each row; fewer than 5 are not judged.")
  private Integer pairs;

  @Option(names = "--seconds", description = "Length of each burst.")
  private Double seconds;

  @Override
  public Integer call() throws Exception {
    long from = System.nanoTime();
    Plan plan = plan();
    ObjectNode machine = Machine.describe(plan);
    var report = new Report(Optional.ofNullable(json), machine);
    List<Row> rows = rows(report);
    try (var folder = new TemporaryFolder("seal-bench");
        var run = Run.start(plan, folder.path(), rows.stream().map(Row::id).collect(toSet()))) {
      cleanUpWhenInterrupted(folder);
      int failed = 0;
      for (Row row : rows) {
        failed += measured(row, run, report) ? 0 : 1;
      }
      return failed == 0 ? 0 : 1;
    } finally {
      Table.print(System.out, machine, report, wanted.contains("all"));
      System.out.println("took " + NANOSECONDS.toMinutes(System.nanoTime() - from) + " minutes");
    }
  }

  /** A row that fails is told and left out: the others took long enough. */
  private static boolean measured(Row row, Run run, Report report)
      throws IOException, InterruptedException {
    System.err.println("bench: " + row.id() + ": " + row.what());
    long from = System.nanoTime();
    try {
      Result result = row.measure(row.headline() ? run : run.shorter());
      result.details().put("tookSeconds", NANOSECONDS.toSeconds(System.nanoTime() - from));
      report.add(row.id(), row.what(), result);
      return true;
    } catch (IOException | InterruptedException e) {
      throw e;
    } catch (Exception e) { // whatever it is, it is this row's
      System.err.println("bench: " + row.id() + " failed: " + e);
      return false;
    }
  }

  /** A run leaves gigabytes; closing twice does no harm. */
  private static void cleanUpWhenInterrupted(TemporaryFolder folder) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    if (Files.exists(folder.path())) {
                      folder.close();
                    }
                  } catch (IOException e) {
                    System.err.println("bench: delete " + folder.path());
                  }
                }));
  }

  private Plan plan() {
    Plan usual = quick ? Plan.brief() : Plan.full();
    return new Plan(
        quick,
        pairs == null ? usual.pairs() : pairs,
        seconds == null ? usual.seconds() : seconds,
        usual.heap());
  }

  private List<Row> rows(Report report) {
    var there = report.ids();
    List<Row> all = Rows.all();
    boolean everything = wanted.contains("all");
    List<Row> chosen =
        all.stream()
            .filter(row -> everything ? !quick || Rows.isBrief(row) : isWanted(row))
            .filter(row -> !resume || !there.contains(row.id()))
            .toList();
    return all.stream().filter(row -> chosen.contains(row) || isNoiseOf(row, chosen)).toList();
  }

  /** Verdicts need an A/A run of the same invocation, with bursts of the same length. */
  private boolean isNoiseOf(Row noise, List<Row> chosen) {
    return Rows.isNoise(noise)
        && (!quick || Rows.isBrief(noise))
        && chosen.stream()
            .anyMatch(row -> row.judgedByNoise() && row.headline() == noise.headline());
  }

  private boolean isWanted(Row row) {
    return wanted.contains(row.group()) || wanted.contains(row.id());
  }
}
