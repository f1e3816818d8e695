/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** Settings and formatted folders of the nodes of a KRaft cluster on this machine. */
final class Nodes {

  private static final Duration START = Duration.ofSeconds(180);
  private static final int PORTS = 3;

  private final Path folder;
  private final List<Integer> ports;
  private final Optional<ClusterSecurity> security;
  private final String clusterId = Uuid.randomUuid().toString();

  Nodes(int count) {
    this(count, Optional.empty());
  }

  /** Secured by this, or open to everybody. */
  Nodes(int count, Optional<ClusterSecurity> security) {
    this.security = security;
    try {
      folder = Files.createTempDirectory("seal-kafka");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    // Three a node: for clients, for the quorum, and for clients with certificates.
    ports = Stream.generate(Ports::free).limit((long) PORTS * count).toList();
    IntStream.range(0, count).forEach(this::format);
  }

  int count() {
    return ports.size() / PORTS;
  }

  String bootstrap() {
    return addresses(0);
  }

  /** Where clients with certificates connect, on a secured cluster. */
  String mutualBootstrap() {
    return addresses(2);
  }

  private String addresses(int which) {
    return IntStream.range(0, count())
        .mapToObj(node -> "127.0.0.1:" + ports.get(PORTS * node + which))
        .collect(Collectors.joining(","));
  }

  Path folder(int node) {
    return folder.resolve("node-" + node);
  }

  Properties settings(int node) {
    int copies = Math.min(3, count());
    Map<String, Object> settings =
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", node),
            Map.entry("controller.quorum.voters", voters()),
            Map.entry("listeners", listeners(node)),
            Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + ports.get(PORTS * node)),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("log.dirs", folder(node).toString()),
            Map.entry("auto.create.topics.enable", false),
            Map.entry("default.replication.factor", copies),
            Map.entry("min.insync.replicas", Math.max(1, copies - 1)));
    Properties properties = new Properties();
    settings.forEach((name, value) -> properties.setProperty(name, value.toString()));
    internalTopics(copies).forEach((name, value) -> properties.setProperty(name, value.toString()));
    security.ifPresent(
        secured ->
            secured
                .brokerSettings(ports.subList(PORTS * node, PORTS * (node + 1)))
                .forEach(properties::setProperty));
    return properties;
  }

  /** Returns when every node answers. */
  void await() {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try (Admin admin = Admin.create(admin())) {
        while (admin.describeCluster().nodes().get(30, TimeUnit.SECONDS).size() < count()) {
          Thread.onSpinWait();
        }
        return;
      } catch (ExecutionException | java.util.concurrent.TimeoutException notYet) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("no answer from " + bootstrap(), notYet);
        }
      } catch (InterruptedException asked) {
        throw new IllegalStateException(asked);
      }
    }
  }

  private Map<String, Object> admin() {
    return security
        .map(secured -> secured.certified("broker", mutualBootstrap()))
        .orElseGet(() -> Map.of("bootstrap.servers", bootstrap()));
  }

  void delete() {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException leftBehind) {
      // A file held a moment too long is the temporary folder's business, not the test's.
      folder.toFile().deleteOnExit();
    }
  }

  /** Small and quick instead of large and lasting. */
  private static Map<String, Object> internalTopics(int copies) {
    return Map.ofEntries(
        Map.entry("offsets.topic.replication.factor", copies),
        Map.entry("offsets.topic.num.partitions", 4),
        Map.entry("transaction.state.log.replication.factor", copies),
        Map.entry("transaction.state.log.min.isr", Math.max(1, copies - 1)),
        Map.entry("transaction.state.log.num.partitions", 4),
        Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", 1000),
        Map.entry("share.coordinator.state.topic.replication.factor", copies),
        Map.entry("share.coordinator.state.topic.min.isr", Math.max(1, copies - 1)),
        Map.entry("group.initial.rebalance.delay.ms", 0),
        Map.entry("broker.session.timeout.ms", 3000),
        Map.entry("broker.heartbeat.interval.ms", 500),
        Map.entry("log.cleaner.dedupe.buffer.size", 2097152));
  }

  private String voters() {
    return IntStream.range(0, count())
        .mapToObj(node -> node + "@127.0.0.1:" + ports.get(PORTS * node + 1))
        .collect(Collectors.joining(","));
  }

  private String listeners(int node) {
    return "PLAINTEXT://127.0.0.1:"
        + ports.get(PORTS * node)
        + ",CONTROLLER://127.0.0.1:"
        + ports.get(PORTS * node + 1);
  }

  private void format(int node) {
    PrintStream unheard =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    try {
      Files.createDirectories(folder(node));
      new Formatter()
          .setPrintStream(unheard)
          .setClusterId(clusterId)
          .setNodeId(node)
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(folder(node).toString())
          .addDirectory(folder(node).toString())
          .run();
    } catch (Exception failure) {
      throw new IllegalStateException("can't format " + folder(node), failure);
    }
  }
}
