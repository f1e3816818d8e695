/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.sealspatial.routes.admin.AuditTail;
import org.sealspatial.routes.config.ToolConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seal audit}: who asked for what, and what became of it. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Shows the audit.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = AuditCommand.Tail.class)
final class AuditCommand {

  /** {@code seal audit tail}. */
  @Command(
      name = "tail",
      mixinStandardHelpOptions = true,
      description = "Prints audit records as they are committed, one a line, until stopped.")
  static final class Tail implements Callable<Integer> {
    @Mixin private ConfigSource source;
    @Spec private CommandSpec spec;

    @Option(names = "--from-beginning", description = "Begins with the first kept record")
    private boolean fromBeginning;

    @Option(names = "--no-follow", description = "Ends at the end there is now")
    private boolean noFollow;

    @Option(names = "--json", description = "Every field, as a JSON object a line")
    private boolean json;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      ToolConfig config = source.tools();
      new AuditTail(
              config.cluster(),
              change -> print(out, json ? AuditLine.json(change) : AuditLine.text(change)))
          .read(
              fromBeginning,
              !noFollow,
              record -> print(out, json ? AuditLine.json(record) : AuditLine.text(record)),
              out::checkError); // who reads the pipe has gone
      return ExitCode.OK;
    }

    private static void print(PrintWriter out, String line) {
      out.println(line);
      out.flush();
    }
  }
}
