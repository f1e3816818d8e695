/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.client;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealspatial.routes.cli.ConfigSource;
import org.sealspatial.routes.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seal client proof}: who holds the key, for an HTTP request. */
@Command(
    name = "proof",
    mixinStandardHelpOptions = true,
    description = "Prints a DPoP proof (RFC 9449), good once and for a minute.")
final class ProofCommand implements Callable<Integer> {
  @Mixin private ConfigSource source;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "METHOD", description = "HTTP method")
  private String method;

  @Parameters(index = "1", paramLabel = "URI", description = "Where to; its query does not count")
  private String uri;

  @Option(names = "--token", paramLabel = "TOKEN", description = "The access token it goes with")
  private String token;

  @Override
  public Integer call() throws Exception {
    String plain = uri.replaceFirst("[?#].*", "");
    String proof =
        new SampleClient(source)
            .valUe()
            .dpop(method.toUpperCase(Locale.ROOT), plain, Optional.ofNullable(token));
    spec.commandLine().getOut().println(proof);
    return ExitCode.OK;
  }
}
