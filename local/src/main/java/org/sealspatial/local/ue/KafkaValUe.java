/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.ue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/**
 * A VAL UE that speaks Kafka: publishes requests and awaits the replies on its requestor's topic.
 */
public final class KafkaValUe implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String prefix;
  private final Wire wire = new Wire();
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Thread listener;
  private final Map<String, CompletableFuture<byte[]>> replies = new ConcurrentHashMap<>();

  /**
   * Listens from now on.
   *
   * @param kafka properties of a Kafka client
   * @param requestor the requestor the client is registered with
   */
  public KafkaValUe(Map<String, Object> kafka, String prefix, String requestor) {
    this.prefix = prefix;
    this.producer =
        new KafkaProducer<>(
            with(kafka, ProducerConfig.ACKS_CONFIG, "all"),
            new StringSerializer(),
            new ByteArraySerializer());
    this.consumer =
        new KafkaConsumer<>(
            with(kafka, ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    var source = new TopicPartition(Topic.replies(prefix, requestor), 0);
    consumer.assign(List.of(source));
    consumer.seekToEnd(List.of(source));
    consumer.position(source); // the seek is lazy: without this the first reply would be missed
    this.listener = new Thread(this::listen, "val-ue-" + requestor);
    listener.setDaemon(true);
    listener.start();
  }

  private static Map<String, Object> with(Map<String, Object> kafka, String name, Object value) {
    var properties = new HashMap<>(kafka);
    properties.put(name, value);
    return properties;
  }

  private void listen() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<String, byte[]> reply : consumer.poll(Duration.ofMillis(200))) {
          reply(reply.key()).complete(reply.value());
        }
      }
    } catch (WakeupException e) {
      replies.values().forEach(waiting -> waiting.cancel(false));
    }
  }

  private CompletableFuture<byte[]> reply(String requestId) {
    return replies.computeIfAbsent(requestId, id -> new CompletableFuture<>());
  }

  /** Asks SIM-S for a token and awaits the answer. */
  public TokenResponse ask(ValUe ue, TokenRequestBody body) throws InterruptedException {
    String topic = Topic.TOKEN_REQUESTS.in(prefix);
    publish(topic, body.getValUe(), ue.sign(body, topic));
    return await(body.getRequestId(), TokenResponse.class).orElseThrow(KafkaValUe::silence);
  }

  /** Asks LM-S and awaits the answer. */
  public SpatialResponse ask(ValUe ue, SpatialRequestBody body, String accessToken)
      throws InterruptedException {
    String topic = Topic.SPATIAL_REQUESTS.in(prefix);
    publish(topic, ue.valUe(), ue.sign(body, topic, accessToken));
    return await(body.getRequestId(), SpatialResponse.class).orElseThrow(KafkaValUe::silence);
  }

  private static IllegalStateException silence() {
    return new IllegalStateException("no reply within " + PATIENCE.toSeconds() + " s");
  }

  /** Publishes any bytes under this key and returns when they are acknowledged. */
  public void publish(String topic, String key, byte[] value) throws InterruptedException {
    try {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("can't publish to " + topic, e.getCause());
    }
  }

  /** The reply to a request; empty where none came in time. */
  public <T extends SpecificRecord> Optional<T> await(String requestId, Class<T> type)
      throws InterruptedException {
    try {
      byte[] value = reply(requestId).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      replies.remove(requestId);
      return Optional.of(wire.decode(value, type));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException | UnreadableRecord e) {
      throw new IllegalStateException("no readable reply", e);
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    producer.close(Duration.ofSeconds(2));
    try {
      listener.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
