/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Nodes in JVMs of their own, to be killed without a chance to say goodbye. */
public final class ChildJvmKafka implements KafkaUnderTest {

  private final Nodes nodes;
  private final List<Process> processes = new ArrayList<>();

  /** Starts so many nodes. */
  public ChildJvmKafka(int count) {
    this(count, Optional.empty());
  }

  /** Starts so many nodes that are secured by this, or open to everybody. */
  public ChildJvmKafka(int count, Optional<ClusterSecurity> security) {
    nodes = new Nodes(count, security);
    for (int node = 0; node < count; node++) {
      processes.add(start(node));
    }
    nodes.await();
  }

  @Override
  public String bootstrap() {
    return nodes.bootstrap();
  }

  /** Where clients with certificates connect, on a secured cluster. */
  public String mutualBootstrap() {
    return nodes.mutualBootstrap();
  }

  @Override
  public void kill(int node) {
    ChildJvm.kill(processes.get(node));
  }

  @Override
  public void restart(int node) {
    processes.set(node, start(node));
    nodes.await();
  }

  @Override
  public void close() {
    processes.forEach(ChildJvm::kill);
    nodes.delete();
  }

  private Process start(int node) {
    Path settings = nodes.folder(node).resolveSibling("node-" + node + ".properties");
    try (OutputStream out = Files.newOutputStream(settings)) {
      nodes.settings(node).store(out, null);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Path log = nodes.folder(node).resolveSibling("node-" + node + ".log");
    return ChildJvm.start(
        ProcessBuilder.Redirect.appendTo(log.toFile()),
        List.of("-Xmx400m"),
        "kafka.Kafka",
        settings.toString());
  }
}
