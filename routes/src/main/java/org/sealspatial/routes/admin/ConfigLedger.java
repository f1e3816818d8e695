/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.ConfigChange;
import org.sealspatial.schemas.v1.ConfigOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the audit what became of changed settings. Nobody waits for it: what Kafka does not
 * take is kept and written later, in order, for as long as the process lives. It has no producer
 * but while it writes.
 */
public final class ConfigLedger implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigLedger.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration GOODBYE = Duration.ofSeconds(3);

  private final Map<String, Object> client;
  private final String topic;
  private final String instance;
  private final List<String> roles;
  private final Wire wire = new Wire();
  private final Queue<ConfigChange> unwritten = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(ConfigLedger::daemon);
  private boolean told;

  /**
   * What became of a change.
   *
   * @param refusal why it was refused, one word; empty: it was applied
   * @param settings their names
   * @param before digest of what was in force
   * @param after digest of what was asked for
   */
  public record Change(
      Optional<String> refusal, List<String> settings, String before, String after) {}

  /**
   * A ledger of one process.
   *
   * @param kafka properties of every Kafka client
   * @param prefix topic prefix
   * @param instance name of the process
   * @param roles what it does
   */
  public ConfigLedger(
      Map<String, Object> kafka, String prefix, String instance, List<String> roles) {
    this.client = properties(kafka, prefix, instance);
    this.topic = Topic.AUDIT.in(prefix);
    this.instance = instance;
    this.roles = List.copyOf(roles);
    writer.scheduleWithFixedDelay(
        this::write, AGAIN.toMillis(), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "seal-config-audit");
    thread.setDaemon(true);
    return thread;
  }

  private static Map<String, Object> properties(
      Map<String, Object> kafka, String prefix, String instance) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, prefix + "-config-" + instance);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5000L);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
    return properties;
  }

  /** Notes a change that was decided at this time; returns at once. */
  public void note(Change change, Instant at) {
    var record = new ConfigChange();
    record.setId(UUID.randomUUID().toString());
    record.setTime(at);
    record.setInstance(instance);
    record.setRoles(roles);
    record.setOutcome(change.refusal().isEmpty() ? ConfigOutcome.APPLIED : ConfigOutcome.REFUSED);
    record.setReason(change.refusal().orElse(null));
    record.setSettings(change.settings());
    record.setBefore(change.before());
    record.setAfter(change.after());
    unwritten.add(record);
    writer.execute(this::write);
  }

  private void write() {
    if (unwritten.isEmpty()) {
      return;
    }
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (ConfigChange next = unwritten.peek(); next != null; next = unwritten.peek()) {
        byte[] key = instance.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, key, wire.encode(next))).get();
        unwritten.remove();
      }
      told = false;
    } catch (ExecutionException | KafkaException e) {
      if (!told) {
        LOG.warn("changes of settings can't be audited, trying again: {}", e.toString());
        told = true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tries once more to write what is left. */
  @Override
  public void close() {
    writer.execute(this::write);
    writer.shutdown();
    try {
      if (!writer.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
