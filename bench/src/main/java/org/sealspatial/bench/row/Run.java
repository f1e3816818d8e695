/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.bench.Plan;
import org.sealspatial.bench.load.Fleet;
import org.sealspatial.bench.load.World;
import org.sealspatial.bench.measure.Noise;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.measure.Verdict;
import org.sealspatial.bench.process.Broker;
import org.sealspatial.bench.process.ChildProcess;
import org.sealspatial.bench.process.Role;
import org.sealspatial.jose.CryptoProvider;

/** One invocation: a broker, a folder, and what is known of the machine's noise. */
public final class Run implements AutoCloseable {
  private final Plan plan;
  private final Path folder;
  private final Broker broker;
  private final CryptoProvider crypto;
  private final Fleet fleet;
  private final Shared shared;

  private Run(
      Plan plan, Path folder, Broker broker, CryptoProvider crypto, Fleet fleet, Shared shared) {
    this.plan = plan;
    this.folder = folder;
    this.broker = broker;
    this.crypto = crypto;
    this.fleet = fleet;
    this.shared = shared;
  }

  /**
   * Starts the broker.
   *
   * @param wanted ids of the rows that will be measured: rows that share processes do it together
   */
  public static Run start(Plan plan, Path folder, Set<String> wanted) {
    CryptoProvider crypto = CryptoProvider.best();
    var shared = new Shared(plan, wanted);
    return new Run(plan, folder, Broker.start(folder), crypto, new Fleet(crypto), shared);
  }

  /** What is measured once for several rows. */
  Shared shared() {
    return shared;
  }

  /** How much is measured. */
  public Plan plan() {
    return plan;
  }

  /** The broker's process. */
  public ChildProcess broker() {
    return broker.process();
  }

  /** Where scratch files go. */
  public Path folder() {
    return folder;
  }

  /** The name of the provider that signs the load, and that processes are told to use. */
  public String provider() {
    return crypto.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** New topics and tables. */
  public World world(Map<String, String> settings) throws IOException, InterruptedException {
    return World.make(new World.Site(folder, broker.bootstrap(), fleet, crypto), settings);
  }

  /** The product's process for a role, as an operator starts it. */
  public ChildProcess role(World world, String role, String instance) throws InterruptedException {
    return Role.start(
        role + "-" + instance,
        world.log(role + "-" + instance),
        options(),
        port -> world.commandLine(role, instance, port));
  }

  /** Options of every measured process. */
  public List<String> options() {
    return List.of(plan.heap().split(" "));
  }

  /** What a process against itself gave in bursts as long as this run's. */
  void noise(Noise seen) {
    shared.noise(plan.seconds(), seen);
  }

  /** Judges a ratio by what is known of the noise of bursts as long as this run's. */
  public Verdict judge(Target target, Numbers ratios, int pairs) {
    return judge(Optional.of(target), ratios, pairs);
  }

  /** As the other; a figure to read where there is no target. */
  Verdict judge(Optional<Target> target, Numbers ratios, int pairs) {
    if (target.isEmpty()) {
      return Verdict.INFO;
    }
    return plan.quick()
        ? Verdict.INCONCLUSIVE
        : shared.noise(plan.seconds()).judge(target.get(), ratios, Plan.PAIRS_TO_JUDGE, pairs);
  }

  /** Judges a figure that is far from what noise can do to it. */
  public Verdict judge(Target target, double figure) {
    if (plan.quick()) {
      return Verdict.INCONCLUSIVE;
    }
    return target.holds(figure) ? Verdict.MET : Verdict.MISSED;
  }

  /** The same run, whose processes get another heap; not to be closed. */
  Run withHeap(String heap) {
    return with(new Plan(plan.quick(), plan.pairs(), plan.seconds(), heap));
  }

  /** The same run with the shorter bursts of rows that are no headline; not to be closed. */
  public Run shorter() {
    double seconds = Math.min(plan.seconds(), Plan.SHORT_SECONDS);
    return with(new Plan(plan.quick(), plan.pairs(), seconds, plan.heap()));
  }

  /** The same run with the bursts of the headline rows; not to be closed. */
  Run headline() {
    return with(
        new Plan(plan.quick(), plan.pairs(), shared.plan().seconds(), shared.plan().heap()));
  }

  private Run with(Plan other) {
    return new Run(other, folder, broker, crypto, fleet, shared);
  }

  @Override
  public void close() {
    broker.close();
  }
}
