/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --insecure}, which says on each start what it means. */
public final class InsecureOption {
  static final String WARNING =
      """
      **********************************************************************
      INSECURE: the gateway speaks plain HTTP. Whoever is on the way reads
      requests and answers, and steals tokens. For trials on this machine.
      **********************************************************************
      """;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--insecure",
      description = "The gateway speaks plain HTTP instead of TLS with the local CA")
  private boolean insecure;

  /** What was asked for; plain HTTP is warned of on standard error. */
  public Channel channel() {
    if (insecure) {
      command.commandLine().getErr().print(WARNING);
      command.commandLine().getErr().flush();
    }
    return Channel.insecure(insecure);
  }
}
