/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import java.util.concurrent.Callable;
import org.sealspatial.routes.config.ConfigView;
import org.sealspatial.routes.config.SealConfig;
import org.sealspatial.routes.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code seal config}: what is set, and whether a role would start with it. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Checks or shows the settings.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ConfigCommand.Check.class, ConfigCommand.Show.class})
final class ConfigCommand {

  /** {@code seal config check}. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Checks all settings as run would, and lists every problem.")
  static final class Check implements Callable<Integer> {
    @Mixin private ConfigSource source;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      SealConfig config = SealConfig.from(source.settings());
      spec.commandLine().getOut().println("valid for roles " + config.deployment().roles());
      return ExitCode.OK;
    }
  }

  /** {@code seal config show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Prints the settings in force and where each stands; secrets by file name.")
  static final class Show implements Callable<Integer> {
    @Mixin private ConfigSource source;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      Settings settings = source.settings();
      ConfigView.lines(settings).forEach(spec.commandLine().getOut()::println);
      return ExitCode.OK;
    }
  }
}
