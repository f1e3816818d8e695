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
      INSECURE: gateway and broker speak without TLS. Whoever is on the way
      reads requests and answers, and steals tokens; every user of this
      machine may write to the broker. For trials on this machine.
      **********************************************************************
      """;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--insecure",
      description = "Gateway and broker speak without TLS instead of TLS with the local CA")
  private boolean insecure;

  /** What was asked for; what is without TLS is warned of on standard error. */
  public Channel channel() {
    if (insecure) {
      command.commandLine().getErr().print(WARNING);
      command.commandLine().getErr().flush();
    }
    return Channel.insecure(insecure);
  }
}
