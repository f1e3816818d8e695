/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import org.sealspatial.local.client.ClientCommand;
import org.sealspatial.local.demo.DemoCommand;
import org.sealspatial.routes.cli.SealCommand;
import picocli.CommandLine;

/** The command line of the roles, and the commands of one machine. */
public final class LocalMain {
  private LocalMain() {}

  /** Exits with the code of the command. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(RunningSettings.behind(args)));
  }

  static CommandLine commandLine() {
    return SealCommand.commandLine()
        .addSubcommand(new UpCommand())
        .addSubcommand(new DemoCommand())
        .addSubcommand(new ClientCommand())
        .setCaseInsensitiveEnumValuesAllowed(true); // of these subcommands too
  }
}
