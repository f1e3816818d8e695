/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's only way into Kafka. Records are built here from typed fields, never from an
 * exchange, so that no header of a caller can choose topic, key or partition.
 */
final class RequestSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestSender.class);

  // A caller's thread reads other callers' requests, too: it must not wait for long.
  private static final long LONGEST_PAUSE_MILLIS = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Map<String, Object> properties;
  private final List<String> topics;
  private final BrokerGate gate = new BrokerGate();
  private volatile Producer<byte[], byte[]> producer;

  RequestSender(RpcSettings settings) {
    this.properties = properties(settings);
    this.topics =
        List.of(
            Topic.HTTP_TOKEN_REQUESTS.in(settings.prefix()),
            Topic.HTTP_SPATIAL_REQUESTS.in(settings.prefix()),
            Topic.AUDIT.in(settings.prefix()));
    this.producer = open();
  }

  /**
   * Returns when the partitions of all topics are known, so that no caller waits for that.
   *
   * @throws KafkaException where they do not get known
   */
  void learn() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (String topic : topics) {
      while (!knows(topic)) {
        if (System.nanoTime() > deadline) {
          throw new KafkaException("no word of topic " + topic);
        }
      }
    }
  }

  private boolean knows(String topic) {
    try {
      return !producer.partitionsFor(topic).isEmpty();
    } catch (TimeoutException notYet) {
      return false;
    }
  }

  /** Whether Kafka took the last record; false closes the gateway's readiness. */
  boolean available() {
    return gate.open();
  }

  /**
   * Sends a record.
   *
   * @param refused told once why Kafka did not take it, if it did not
   */
  void send(ProducerRecord<byte[], byte[]> message, Consumer<FailureCause> refused) {
    if (!gate.admit()) {
      refused.accept(FailureCause.AUDIT_UNAVAILABLE);
      return;
    }
    Producer<byte[], byte[]> current = producer;
    try {
      current.send(message, (metadata, failure) -> done(current, failure, refused));
    } catch (KafkaException | IllegalStateException e) {
      done(current, e, refused); // thrown instead of called back: no metadata, interrupted, fatal
    }
  }

  static ProducerRecord<byte[], byte[]> message(
      String topic, String key, byte[] value, Map<String, String> headers) {
    var message =
        new ProducerRecord<byte[], byte[]>(topic, key.getBytes(StandardCharsets.UTF_8), value);
    headers.forEach(
        (name, text) -> message.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return message;
  }

  private void done(
      Producer<byte[], byte[]> used, Exception failure, Consumer<FailureCause> refused) {
    if (failure == null) {
      gate.taken();
    } else if (failure instanceof RecordTooLargeException) {
      gate.taken(); // the record's fault, not the broker's
      refused.accept(FailureCause.RECORD_TOO_LARGE);
    } else {
      warnOnce(failure);
      gate.failed();
      replaceIfSpent(used, failure);
      refused.accept(FailureCause.AUDIT_UNAVAILABLE);
    }
  }

  private void warnOnce(Exception failure) {
    if (gate.open()) {
      LOG.warn("Kafka does not take records: {}", failure.toString());
    }
  }

  /** A producer in a fatal state never sends again; only a new one does. */
  private synchronized void replaceIfSpent(Producer<byte[], byte[]> used, Exception failure) {
    boolean passing = failure instanceof RetriableException || failure instanceof TimeoutException;
    if (!passing && producer == used) {
      producer = open();
      used.close(Duration.ZERO);
    }
  }

  private Producer<byte[], byte[]> open() {
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static Map<String, Object> properties(RpcSettings settings) {
    long delivery = settings.deliveryTimeout().toMillis();
    var properties = new HashMap<>(settings.kafka());
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, "seal-gateway-" + settings.instanceId());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_PAUSE_MILLIS);
    properties.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(1).toMillis());
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 1L);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) delivery);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.min(3000, delivery / 2));
    properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
    return properties;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
