/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealspatial.routes.admin.Outcome;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.schemas.Topic;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code seal revoke}: tokens that must not be good any longer. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = "Revokes tokens at once: in force at every LM-S within a second of the commit.")
final class RevokeCommand implements Callable<Integer> {
  private static final long CLOCKS_APART_SECONDS = 5;

  @Mixin private ConfigSource source;
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Target target;

  /** What the tokens have in common. */
  static final class Target {
    @Option(names = "--jti", paramLabel = "JTI", description = "The one token of this id")
    private String jti;

    @Option(names = "--client", paramLabel = "ID", description = "All tokens of a client")
    private String client;

    @Option(names = "--subject", paramLabel = "SUB", description = "All tokens of a subject")
    private String subject;

    @Option(names = "--service", paramLabel = "NAME", description = "All tokens for a service")
    private String service;

    @Option(names = "--key", paramLabel = "KID", description = "All tokens signed with a key")
    private String key;

    @Option(names = "--all", description = "All tokens")
    private boolean all;

    private By by() {
      if (jti != null) {
        return By.JTI;
      }
      if (client != null) {
        return By.CLIENT;
      }
      if (subject != null) {
        return By.SUBJECT;
      }
      if (service != null) {
        return By.SERVICE;
      }
      return key != null ? By.KEY : By.ISSUED_BEFORE;
    }

    private String value() {
      return switch (by()) {
        case JTI -> jti;
        case CLIENT -> client;
        case SUBJECT -> subject;
        case SERVICE -> service;
        case KEY -> key;
        case ISSUED_BEFORE -> "*";
      };
    }
  }

  @Option(
      names = "--issued-before",
      paramLabel = "TIME",
      description = "RFC 3339; only tokens issued until then (default: now)")
  private String issuedBefore;

  @Option(names = "--reason", paramLabel = "TEXT", description = "For the record; name no person")
  private String reason;

  @Option(
      names = "--dry-run",
      description = "Says how many tokens that are still alive it would hit; writes nothing")
  private boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    if (dryRun) {
      int hit =
          new OperatorSession(source, spec)
              .liveTokens()
              .hit(target.by(), target.value(), until(), Instant.now());
      spec.commandLine().getOut().printf("would have revoked %d live tokens%n", hit);
      return ExitCode.OK;
    }
    var operator = new OperatorSession(source, spec);
    Outcome outcome =
        operator.edits().revoke(target.by(), target.value(), until(), Optional.ofNullable(reason));
    spec.commandLine()
        .getOut()
        .printf(
            "revoked %s, offset %d, seen %d ms after the commit%n",
            outcome.changes().get(0).id(),
            outcome.offsets().get(Topic.REVOCATIONS),
            outcome.visibleAfter().toMillis());
    return ExitCode.OK;
  }

  private Instant until() {
    try {
      return issuedBefore == null
          ? Instant.now().plusSeconds(CLOCKS_APART_SECONDS)
          : Instant.parse(issuedBefore);
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(), "--issued-before must be a time such as 2026-11-24T12:00:00Z");
    }
  }
}
