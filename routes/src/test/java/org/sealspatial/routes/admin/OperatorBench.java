/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.routes.config.ClusterConfig;
import org.sealspatial.routes.config.Layer;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.config.ToolConfig;
import org.sealspatial.schemas.Topic;

/** A deployment of its own on a broker, with an operator who writes files and applies them. */
final class OperatorBench {
  static final CryptoProvider CRYPTO = CryptoProvider.best();

  final SigningKey signing = SigningKey.generate(Algorithm.ES256, CRYPTO);
  final OperatorKeys keys =
      new OperatorKeys(signing, new Anchors(List.of(signing.publicHalf()), List.of(), CRYPTO));
  final ClusterConfig cluster;
  private final String bootstrap;
  private final Path folder;

  OperatorBench(String bootstrap, Path folder) throws InterruptedException {
    this.bootstrap = bootstrap;
    this.folder = folder;
    List<String> flags =
        List.of(
            "--kafka.bootstrap-servers=" + bootstrap,
            "--topic-prefix=t" + UUID.randomUUID().toString().substring(0, 8),
            "--partitions.requests=1",
            "--partitions.replies=1",
            "--replication-factor=1");
    cluster = ToolConfig.from(new Settings(List.of(Layer.flags(flags)))).cluster();
    try (Topics topics = new Topics(cluster)) {
      topics.create();
    }
  }

  TableEdits edits() {
    return new TableEdits(cluster, keys, Clock.systemUTC());
  }

  CurrentTables tables() throws InterruptedException {
    return CurrentTables.read(cluster, keys.anchors(), Duration.ofSeconds(20));
  }

  Desired desired(String... documents) throws IOException {
    Path file = Files.createTempFile(folder, "operator", ".yaml");
    Files.writeString(file, String.join("\n---\n", documents));
    return Desired.read(List.of(file), CRYPTO);
  }

  Outcome apply(String... documents) throws Exception {
    return edits().apply(desired(documents), new TableEdits.Options(false, false, false));
  }

  static String jwk() {
    ObjectNode jwk = (ObjectNode) SigningKey.generate(Algorithm.ES256, CRYPTO).publicHalf().jwk();
    return StrictJson.text(jwk);
  }

  static String client(String id, String jwk, String valUes) {
    return "kind: Client\nid: " + id + "\nkeys: [" + jwk + "]\nvalUes: [" + valUes + "]\n";
  }

  static String policy(String id, String clients, String actions) {
    return """
        kind: Policy
        id: %s
        rules:
          - id: all
            effect: allow
            clients: [%s]
            valUes: ["*"]
            valServices: ["*"]
            services: [SS_SmManagement]
            actions: [%s]
            maps: [7]
            area: {polygon: [[8.5, 47.3], [8.6, 47], [8.6, 47.4]], minHeight: 0}
        """
        .formatted(id, clients, actions);
  }

  long count(Topic topic) {
    return records(topic, "read_committed").count();
  }

  Stream<ConsumerRecord<byte[], byte[]>> records(Topic topic, String isolation) {
    var partition = new TopicPartition(topic.in(cluster.topicPrefix()), 0);
    Map<String, Object> properties =
        Map.of("bootstrap.servers", bootstrap, "isolation.level", isolation);
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      Stream.Builder<ConsumerRecord<byte[], byte[]>> records = Stream.builder();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records.build();
    }
  }
}
