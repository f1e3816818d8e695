/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import org.sealspatial.routes.cli.ConfigSource;
import org.sealspatial.routes.cli.ExitCode;
import org.sealspatial.routes.cli.Reload;
import org.sealspatial.routes.cli.UntilStopped;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seal up}: everything on one machine until Ctrl-C. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a broker and all roles in this process until Ctrl-C.",
      "Keys, topics and records are kept in data-dir between starts.",
      "At the first start it loads a sample client, policy, map and anchors.",
      "With --kafka.bootstrap-servers it uses that cluster instead of an own broker."
    })
final class UpCommand implements Callable<Integer> {
  private static final int GATEWAY_PORT = 8080;
  private static final int MANAGEMENT_PORT = 9091;

  @Mixin private ConfigSource source;
  @Spec private CommandSpec spec;
  @Mixin private InsecureOption insecure;

  @Option(
      names = "--broker-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Port of the broker; 0: any free one (default: ${DEFAULT-VALUE})")
  private int brokerPort;

  @Option(
      names = "--exit-when-ready",
      description = "Takes any free ports, and stops once all roles have started")
  private boolean exitWhenReady;

  @Option(
      names = "--empty",
      description = "Does not load the sample client, policy, map and anchors at the first start")
  private boolean empty;

  @Override
  public Integer call() throws Exception {
    LocalPorts ports =
        exitWhenReady
            ? LocalPorts.anyFree()
            : new LocalPorts(brokerPort, GATEWAY_PORT, MANAGEMENT_PORT);
    try (UntilStopped stop = new UntilStopped();
        LocalStack stack = LocalStack.start(source::settings, ports, insecure.channel());
        Reload reload = new Reload(() -> source.read(stack.presets()))) {
      stop.beforeExit(stack);
      stack.reloadBy(reload, source.read(stack.presets()));
      boolean sample = new SampleWorld(stack).leave(!empty);
      PrintWriter out = spec.commandLine().getOut();
      new Welcome(stack.config(), uptimeSeconds()).print(out, sample);
      out.flush();
      return exitWhenReady ? ExitCode.OK : stop.unlessLost(stack::awaitLost);
    }
  }

  private static double uptimeSeconds() {
    return ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
  }
}
