/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.sealspatial.routes.config.FolderLock;

/**
 * A Kafka broker with its controller (KRaft) in this JVM, on the loopback address, for one machine.
 * Its folder is kept between starts.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final String NODE = "1";

  private final int port;
  private final FolderLock lock;
  private final KafkaRaftServer server;

  private EmbeddedBroker(int port, FolderLock lock, KafkaRaftServer server) {
    this.port = port;
    this.lock = lock;
    this.server = server;
  }

  /** Starts one that speaks without TLS; otherwise as the other. */
  public static EmbeddedBroker start(Path folder, int port) throws Exception {
    return start(folder, port, Map.of());
  }

  /**
   * Returns when clients can connect.
   *
   * @param folder its data; made at the first start
   * @param port 0: any free one
   * @param tls Kafka's ssl settings, for its clients and its controller; empty: it speaks plain
   *     text
   * @throws FolderLock.Taken when another process runs a broker in the folder
   */
  static EmbeddedBroker start(Path folder, int port, Map<String, String> tls) throws Exception {
    FolderLock lock = FolderLock.take(folder, "broker.lock");
    try {
      int listening = FreePort.orTaken(port, "--broker-port");
      Path log = folder.resolve("log");
      format(log);
      KafkaRaftServer server =
          new KafkaRaftServer(new KafkaConfig(properties(log, listening, tls), false), Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(listening, lock, server);
    } catch (Exception e) { // nothing is kept of what did not start
      HalfStarted.close(e, lock);
      throw e;
    }
  }

  private static void format(Path log) throws Exception {
    Files.createDirectories(log);
    if (Files.exists(log.resolve("meta.properties"))) {
      return;
    }
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(Integer.parseInt(NODE))
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(log.toString())
        .addDirectory(log.toString())
        .setFeatureLevel("transaction.version", (short) 2)
        .run();
  }

  private static Map<String, String> properties(Path log, int port, Map<String, String> tls) {
    int controllerPort = FreePort.any();
    String protocol = tls.isEmpty() ? "PLAINTEXT" : "SSL";
    String clients = protocol + "://127.0.0.1:" + port;
    Map<String, String> properties = new TreeMap<>(tls);
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", NODE);
    properties.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("inter.broker.listener.name", protocol);
    properties.put("listeners", clients + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.put("advertised.listeners", clients);
    properties.put(
        "listener.security.protocol.map", protocol + ":" + protocol + ",CONTROLLER:" + protocol);
    properties.put("log.dirs", log.toString());
    properties.put("auto.create.topics.enable", "false");
    properties.put("group.initial.rebalance.delay.ms", "0");
    // after a kill the broker may register again only when its old session has run out
    properties.put("broker.session.timeout.ms", "4000");
    properties.put("broker.heartbeat.interval.ms", "1000");
    properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    properties.putAll(sizedForOneMachine());
    return properties;
  }

  private static Map<String, String> sizedForOneMachine() {
    return Map.ofEntries(
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "4"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "4"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("share.coordinator.state.topic.num.partitions", "1"),
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "4"),
        Map.entry("background.threads", "2"),
        Map.entry("log.index.size.max.bytes", "1048576"),
        Map.entry("log.cleaner.dedupe.buffer.size", "2097152"));
  }

  /** Where clients connect, {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Stops cleanly; the folder can be started again. */
  @Override
  public void close() throws IOException {
    server.shutdown();
    server.awaitShutdown();
    lock.close();
  }
}
