/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sealspatial.routes.admin.KafkaAccess;
import org.sealspatial.routes.admin.KafkaRole;
import org.sealspatial.routes.config.ToolConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seal kafka}: what the brokers' administrator sets up for the deployment. */
@Command(
    name = "kafka",
    mixinStandardHelpOptions = true,
    description = "Prints or applies what the deployment needs of a secured cluster.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = KafkaCommand.Acls.class)
final class KafkaCommand {

  /** {@code seal kafka acls}. */
  @Command(
      name = "acls",
      mixinStandardHelpOptions = true,
      description = {
        "Prints the least access each role needs, one entry a line; needs no broker.",
        "With --apply adds what is missing, as the brokers' administrator; takes nothing away."
      })
  static final class Acls implements Callable<Integer> {
    @Mixin private ConfigSource source;
    @Spec private CommandSpec spec;

    @Option(names = "--apply", description = "Adds what is missing to the cluster")
    private boolean apply;

    @Option(
        names = "--principal",
        paramLabel = "ROLE=PRINCIPAL",
        description = "Who a role is, such as sim=User:CN=sim; usually User:<topic-prefix>-<role>")
    private Map<KafkaRole, String> principals = new EnumMap<>(KafkaRole.class);

    @Option(
        names = "--requestor",
        paramLabel = "NAME",
        description = "A requestor that is to have access, too; may come several times")
    private List<String> requestors = List.of();

    @Override
    public Integer call() throws InterruptedException {
      PrintWriter out = spec.commandLine().getOut();
      ToolConfig config = source.tools();
      var access = new KafkaAccess(config.cluster(), principals, requestors);
      if (!apply) {
        access.lines().forEach(out::println);
        return ExitCode.OK;
      }
      KafkaAccess.Applied applied = access.apply();
      applied.beyond().forEach(line -> out.println("beyond the plan: " + line));
      out.println(applied.entries() + " entries are in force");
      return ExitCode.OK;
    }
  }
}
