/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.routes.admin.Anchors;
import org.sealspatial.routes.admin.TableListing;
import org.sealspatial.routes.config.ToolConfig;
import org.sealspatial.schemas.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seal list}: what a signed table says now. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Prints the entries in force of a signed table, one JSON object a line.")
final class ListCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Mixin private ConfigSource source;
  @Spec private CommandSpec spec;

  /** What can be listed. */
  enum Table {
    CLIENTS(Topic.CLIENTS),
    POLICIES(Topic.POLICIES),
    REVOCATIONS(Topic.REVOCATIONS);

    private final Topic topic;

    Table(Topic topic) {
      this.topic = topic;
    }
  }

  @Parameters(paramLabel = "TABLE", description = "clients, policies or revocations")
  private Table table;

  @Override
  public Integer call() throws InterruptedException {
    ToolConfig config = source.tools();
    var listing = new TableListing(config.cluster(), Anchors.of(config));
    Map<String, ObjectNode> entries = listing.of(table.topic, PATIENCE);
    PrintWriter out = spec.commandLine().getOut();
    entries.values().forEach(content -> out.println(StrictJson.text(content)));
    return ExitCode.OK;
  }
}
