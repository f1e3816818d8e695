/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import java.io.PrintWriter;
import java.time.Clock;
import org.sealspatial.routes.admin.Change;
import org.sealspatial.routes.admin.LiveTokens;
import org.sealspatial.routes.admin.OperatorKeys;
import org.sealspatial.routes.admin.Outcome;
import org.sealspatial.routes.admin.TableEdits;
import org.sealspatial.routes.config.ToolConfig;
import picocli.CommandLine.Model.CommandSpec;

/** What commands that change tables have in common. */
final class OperatorSession {
  private final ConfigSource source;
  private final PrintWriter out;

  OperatorSession(ConfigSource source, CommandSpec spec) {
    this.source = source;
    this.out = spec.commandLine().getOut();
  }

  /** The edits of the deployment that the settings name, with its operator's key. */
  TableEdits edits() {
    ToolConfig config = source.tools();
    return new TableEdits(config.cluster(), OperatorKeys.of(config), Clock.systemUTC());
  }

  /** The tokens of the deployment that are still alive. */
  LiveTokens liveTokens() {
    return LiveTokens.of(source.tools());
  }

  /** One line for each thing that was, or would be, done. */
  void print(Outcome outcome, boolean dryRun) {
    if (outcome.isEmpty()) {
      out.println("nothing to change");
      return;
    }
    String would = dryRun ? "would have " : "";
    for (Change change : outcome.changes()) {
      out.println(would + change);
    }
    for (Change revocation : outcome.revocations()) {
      out.println(would + "revoked the tokens of " + revocation.id());
    }
    if (outcome.parts() > 0) {
      out.println(would + "written " + outcome.parts() + " parts of maps and anchors");
    }
    if (!dryRun) {
      out.println(inForce(outcome));
    }
  }

  private static String inForce(Outcome outcome) {
    String what = outcome.version() > 0 ? "bundle " + outcome.version() + " is" : "all are";
    return what + " in force, seen " + outcome.visibleAfter().toMillis() + " ms after the commit";
  }
}
