/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code seal}: the root of all commands. */
@Command(
    name = "seal",
    description = "Spatial localization service authorization (3GPP TS 33.434 clause 6.1).",
    mixinStandardHelpOptions = true,
    versionProvider = SealCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Settings are flags of the form --key=value, variables SEAL_KEY, or lines of --config FILE;",
      "see docs/configuration.md, or: seal config show",
      "Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 verification failed, 4 denied,",
      "5 not authenticated, 6 not found, 7 conflict, 8 no answer in time, 9 incomplete input."
    },
    subcommands = {
      RunCommand.class,
      TopicsCommand.class,
      KafkaCommand.class,
      ConfigCommand.class,
      HealthCommand.class,
      ApplyCommand.class,
      DeleteCommand.class,
      RevokeCommand.class,
      ListCommand.class,
      KeysCommand.class,
      ImportCommand.class,
      AuditCommand.class
    })
public final class SealCommand {
  /** Ready to execute; errors become one line on standard error and an exit code. */
  public static CommandLine commandLine() {
    return new CommandLine(new SealCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures());
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = SealCommand.class.getPackage().getImplementationVersion();
      return new String[] {"seal " + (version == null ? "(not packaged)" : version)};
    }
  }
}
