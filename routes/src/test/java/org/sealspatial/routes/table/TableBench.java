/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.sealspatial.routes.table.Operator.Signed;
import org.sealspatial.schemas.Topic;

/** Table topics of a deployment of its own on a broker, a writer, and readers of them. */
final class TableBench implements AutoCloseable {
  private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 8);
  private final String bootstrap;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  TableBench(String bootstrap) {
    this.bootstrap = bootstrap;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    this.producer = producer(Map.of());
  }

  String prefix() {
    return prefix;
  }

  TableBench withTopics(Topic... topics) throws Exception {
    for (Topic topic : topics) {
      var created = new NewTopic(topic.in(prefix), Optional.of(1), Optional.empty());
      admin.createTopics(List.of(created.configs(Map.of("cleanup.policy", "compact")))).all().get();
    }
    return this;
  }

  /** Deletes a topic with all that is in it, and makes it again. */
  void remake(Topic topic) throws Exception {
    String name = topic.in(prefix);
    admin.deleteTopics(List.of(name)).all().get();
    await().until(() -> !admin.listTopics().names().get().contains(name));
    withTopics(topic);
  }

  /** Deletes all records before this offset, for which a topic must not be compacted only. */
  void behead(Topic topic, long offset) throws Exception {
    var partition = new TopicPartition(topic.in(prefix), 0);
    policy(topic, "compact,delete");
    await("the broker takes it")
        .ignoreExceptionsMatching(e -> e.getCause() instanceof PolicyViolationException)
        .until(
            () -> {
              var before = Map.of(partition, RecordsToDelete.beforeOffset(offset));
              return admin.deleteRecords(before).lowWatermarks().get(partition).get().lowWatermark()
                  == offset;
            });
    policy(topic, "compact");
  }

  private void policy(Topic topic, String policy) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.in(prefix));
    var set = new AlterConfigOp(new ConfigEntry("cleanup.policy", policy), OpType.SET);
    admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
  }

  KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("bootstrap.servers", bootstrap);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  KafkaProducer<byte[], byte[]> transactional() {
    KafkaProducer<byte[], byte[]> transactional =
        producer(Map.of("transactional.id", prefix + "-test"));
    transactional.initTransactions();
    return transactional;
  }

  ProducerRecord<byte[], byte[]> record(Signed signed) {
    return record(signed.topic(), signed.id(), signed.value());
  }

  ProducerRecord<byte[], byte[]> record(Topic topic, String key, byte[] value) {
    return new ProducerRecord<>(topic.in(prefix), 0, key.getBytes(), value);
  }

  /** The offset of the last one. */
  long write(Signed... records) throws ExecutionException, InterruptedException {
    long last = -1;
    for (Signed record : records) {
      last = producer.send(record(record)).get().offset();
    }
    return last;
  }

  long writeRaw(Topic topic, String key, byte[] value)
      throws ExecutionException, InterruptedException {
    return producer.send(record(topic, key, value)).get().offset();
  }

  /** As if it had been written then. */
  long writeRaw(Topic topic, String key, Instant at, byte[] value)
      throws ExecutionException, InterruptedException {
    var record =
        new ProducerRecord<>(topic.in(prefix), 0, at.toEpochMilli(), key.getBytes(), value);
    return producer.send(record).get().offset();
  }

  TableReader reader(Table... tables) {
    return reader(false, tables);
  }

  /** A reader that compares with the audit at its start. */
  TableReader auditedReader(Table... tables) {
    return reader(true, tables);
  }

  private TableReader reader(boolean audited, Table... tables) {
    var kafka = Map.<String, Object>of("bootstrap.servers", bootstrap);
    var source = new TableReader.Source(kafka, prefix, "test", audited);
    return new TableReader(source, List.of(tables), meters).start();
  }

  double bad(Topic topic, String reason) {
    return meters
        .get("seal.table.bad.records")
        .tags("topic", topic.in(prefix), "reason", reason)
        .counter()
        .count();
  }

  Timer seen(Topic topic) {
    return meters.get("seal.table.seen").tags("topic", topic.in(prefix)).timer();
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
