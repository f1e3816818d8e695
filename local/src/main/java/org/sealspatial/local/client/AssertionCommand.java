/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.client;

import java.util.concurrent.Callable;
import org.sealspatial.routes.cli.ConfigSource;
import org.sealspatial.routes.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code seal client assertion}: who asks, for the token endpoint. */
@Command(
    name = "assertion",
    mixinStandardHelpOptions = true,
    description = "Prints a client assertion (RFC 7523), good once and for a minute.")
final class AssertionCommand implements Callable<Integer> {
  @Mixin private ConfigSource source;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    spec.commandLine().getOut().println(new SampleClient(source).valUe().assertion());
    return ExitCode.OK;
  }
}
