/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.sealspatial.schemas.Topic;

/** A real broker in this JVM that can be taken away and brought back with its log. */
final class Broker implements AutoCloseable {
  private final int port = freePort();
  private final int controllerPort = freePort();
  private final Path folder;
  private KafkaRaftServer server;

  Broker() throws Exception {
    folder = Files.createTempDirectory("seal-broker");
    new Formatter()
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .addDirectory(folder.toString())
        .setMetadataLogDirectory(folder.toString())
        .setControllerListenerName("CONTROLLER")
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .run();
    start();
  }

  static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void start() {
    server = new KafkaRaftServer(new KafkaConfig(properties(), false), Time.SYSTEM);
    server.startup();
  }

  void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  String bootstrap() {
    return "127.0.0.1:" + port;
  }

  Map<String, Object> clients() {
    return Map.of("bootstrap.servers", bootstrap());
  }

  /** The topics a gateway touches, and one it must never touch. */
  void topics(String prefix) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(clients())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topic.HTTP_TOKEN_REQUESTS.in(prefix), 4, (short) 1),
                  new NewTopic(Topic.HTTP_SPATIAL_REQUESTS.in(prefix), 4, (short) 1),
                  new NewTopic(Topic.AUDIT.in(prefix), 4, (short) 1),
                  new NewTopic(Topic.replies(prefix, Topic.GATEWAY_REQUESTOR), 4, (short) 1),
                  new NewTopic(prefix + ".secret", 1, (short) 1)))
          .all()
          .get();
    }
  }

  private Properties properties() {
    var properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    properties.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("log.dirs", folder.toString());
    properties.put("auto.create.topics.enable", "false");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "1");
    properties.put("log.cleaner.dedupe.buffer.size", "2097152");
    return properties;
  }

  @Override
  public void close() {
    stop();
  }
}
