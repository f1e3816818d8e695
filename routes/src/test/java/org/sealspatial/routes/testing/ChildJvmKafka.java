/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Nodes in JVMs of their own, to be killed without a chance to say goodbye. */
public final class ChildJvmKafka implements KafkaUnderTest {

  private final Nodes nodes;
  private final List<Process> processes = new ArrayList<>();

  /** Starts so many nodes. */
  public ChildJvmKafka(int count) {
    nodes = new Nodes(count);
    for (int node = 0; node < count; node++) {
      processes.add(start(node));
    }
    nodes.await();
  }

  @Override
  public String bootstrap() {
    return nodes.bootstrap();
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
