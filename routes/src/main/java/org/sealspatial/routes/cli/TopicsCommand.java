/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.sealspatial.routes.admin.PlannedTopic;
import org.sealspatial.routes.admin.Topics;
import org.sealspatial.routes.config.ToolConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seal topics}: makes what is missing, then checks all. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description = "Makes the topics that are missing, then checks all; changes none that is there.")
final class TopicsCommand implements Callable<Integer> {
  @Mixin private ConfigSource source;
  @Spec private CommandSpec spec;

  @Option(names = "--list", description = "Only prints the plan; needs no broker")
  private boolean list;

  @Option(
      names = "--patience",
      paramLabel = "DURATION",
      defaultValue = "PT60S",
      description = "How long to wait for a broker (default: ${DEFAULT-VALUE})")
  private Duration patience;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    ToolConfig config = source.tools();
    try (Topics topics = new Topics(config.cluster())) {
      if (list) {
        topics.planned().forEach(topic -> out.println(line(topic)));
        return ExitCode.OK;
      }
      topics.awaitBroker(patience);
      List<String> created = topics.create();
      created.forEach(name -> out.println("created " + name));
      topics.check();
      out.println(topics.planned().size() + " topics as planned, " + created.size() + " new");
      return ExitCode.OK;
    }
  }

  private static String line(PlannedTopic topic) {
    return String.format(
        "%s partitions=%d replication=%d %s",
        topic.name(), topic.partitions(), topic.replicationFactor(), sorted(topic));
  }

  private static String sorted(PlannedTopic topic) {
    return String.join(
        " ", topic.settings().entrySet().stream().map(String::valueOf).sorted().toList());
  }
}
