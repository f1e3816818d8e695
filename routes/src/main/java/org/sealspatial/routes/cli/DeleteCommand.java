/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import java.util.concurrent.Callable;
import org.sealspatial.routes.admin.Outcome;
import org.sealspatial.schemas.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seal delete}: removes one entry. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = "Removes a client, policy, map or anchor; exits 6 where it is not there.")
final class DeleteCommand implements Callable<Integer> {
  @Mixin private ConfigSource source;
  @Spec private CommandSpec spec;

  /** What can be removed. */
  enum Kind {
    CLIENT(Topic.CLIENTS),
    POLICY(Topic.POLICIES),
    MAP(Topic.SPATIAL_MAPS),
    ANCHOR(Topic.SPATIAL_ANCHORS);

    private final Topic topic;

    Kind(Topic topic) {
      this.topic = topic;
    }
  }

  @Parameters(index = "0", paramLabel = "KIND", description = "client, policy, map or anchor")
  private Kind kind;

  @Parameters(index = "1", paramLabel = "ID", description = "Its id")
  private String id;

  @Option(names = "--leave-tokens", description = "Does not revoke the tokens it allowed")
  private boolean leaveTokens;

  @Override
  public Integer call() throws InterruptedException {
    var operator = new OperatorSession(source, spec);
    Outcome outcome = operator.edits().remove(kind.topic, id, leaveTokens);
    operator.print(outcome, false);
    return outcome.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.OK;
  }
}
