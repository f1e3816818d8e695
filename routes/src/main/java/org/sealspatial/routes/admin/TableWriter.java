/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.sealspatial.routes.config.ClusterConfig;
import org.sealspatial.schemas.Topic;

/**
 * Writes tables in one transaction. Opening one ends what another writer has open, and keeps it
 * from committing: whoever reads the tables after that, and then writes, can't overlook a change.
 */
final class TableWriter implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final String prefix;
  private final KafkaProducer<byte[], byte[]> producer;

  /** Shuts every other writer of the operator's tables out; throws {@link AdminFailure}. */
  TableWriter(ClusterConfig cluster) {
    this(cluster, "apply");
  }

  /** Shuts every other writer of this name out; throws {@link AdminFailure}. */
  TableWriter(ClusterConfig cluster, String name) {
    this.prefix = cluster.topicPrefix();
    Map<String, Object> properties = new HashMap<>(cluster.kafka().clientProperties());
    properties.put("client.id", prefix + "-" + name);
    properties.put("transactional.id", prefix + "-" + name);
    properties.put("transaction.timeout.ms", 10_000);
    properties.put("acks", "all");
    properties.put("retry.backoff.ms", 5);
    properties.put("max.block.ms", (int) PATIENCE.toMillis());
    properties.put("max.request.size", 2 << 20);
    properties.put("delivery.timeout.ms", 10_000);
    properties.put("request.timeout.ms", 5_000);
    properties.put("linger.ms", 0);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw failure(e);
    }
  }

  /** Commits these rows, in this order, all or none; the last offset written in each topic. */
  Map<Topic, Long> write(List<TableRow> rows) throws InterruptedException {
    try {
      List<Future<RecordMetadata>> sent = send(rows);
      producer.flush();
      Map<Topic, Long> offsets = offsets(rows, sent); // throws where one was not written
      producer.commitTransaction();
      return offsets;
    } catch (KafkaException e) {
      throw failure(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known
          ? failure(known)
          : new AdminFailure("a record was not written: " + e.getCause().getMessage(), e);
    }
  }

  /** Sends without a commit. */
  List<Future<RecordMetadata>> send(List<TableRow> rows) {
    producer.beginTransaction();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (TableRow row : rows) {
      sent.add(producer.send(row.in(prefix)));
    }
    return sent;
  }

  private static Map<Topic, Long> offsets(List<TableRow> rows, List<Future<RecordMetadata>> sent)
      throws ExecutionException, InterruptedException {
    Map<Topic, Long> offsets = new EnumMap<>(Topic.class);
    for (int i = 0; i < rows.size(); i++) {
      offsets.put(rows.get(i).topic(), sent.get(i).get().offset());
    }
    return offsets;
  }

  private static AdminFailure failure(KafkaException e) {
    if (e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException) {
      return new AdminFailure.Overtaken(e);
    }
    if (e instanceof TimeoutException) {
      return new AdminFailure.BrokerAway(
          "no answer in time; whether it was applied is not known, doing it again is safe", e);
    }
    return new AdminFailure("the tables can't be written: " + e.getMessage(), e);
  }

  /** Aborts what was not committed. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
