/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the Kafka clients of a worker, each with the settings exactly-once asks for. */
final class Clients {

  /** After this the broker aborts a transaction whose producer died. */
  static final Duration TRANSACTION = Duration.ofSeconds(5);

  /** How long a call to the broker may hold a worker up; below the transaction timeout. */
  private static final Duration BLOCK = Duration.ofMillis(4500);

  /** How long one request of such a call may take, below BLOCK by more than the linger. */
  private static final Duration REQUEST = Duration.ofMillis(4000);

  /** After this the group gives away what a silent member had. */
  static final Duration SESSION = Duration.ofSeconds(6);

  /** Extra settings whose names start so are for that client only. */
  private static final String PRODUCER = "producer.";

  private static final String CONSUMER = "consumer.";

  private final String bootstrapServers;
  private final Map<String, String> extra;
  private final Membership membership;
  private final Bounds bounds;

  Clients(
      String bootstrapServers, Map<String, String> extra, Membership membership, Bounds bounds) {
    this.bootstrapServers = bootstrapServers;
    this.extra = Map.copyOf(extra);
    this.membership = membership;
    this.bounds = bounds;
  }

  Consumer<byte[], byte[]> consumer(int worker) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(consumerSettings(membership.seat(worker)), bytes, bytes);
  }

  Producer<byte[], byte[]> producer(int worker) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new KafkaProducer<>(producerSettings(membership.seat(worker)), bytes, bytes);
  }

  Admin admin() {
    Map<String, Object> settings = common("admin.", membership.seat(0) + "-features");
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(BLOCK));
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(BLOCK));
    return Admin.create(settings);
  }

  /** The largest record the producer takes. */
  int maxRecordBytes() {
    Object limit = extra(PRODUCER).get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
    return limit == null ? 1 << 20 : Integer.parseInt(limit.toString());
  }

  Map<String, Object> consumerSettings(String seat) {
    Map<String, Object> settings = common(CONSUMER, seat);
    // What waits for its transaction is in memory: 50 MB of each broker, Kafka's default, is too
    // much.
    settings.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, membership.groupId());
    settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, seat);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(SESSION));
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(SESSION) / 4);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(BLOCK));
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, bounds.maxPollRecords());
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    return settings;
  }

  Map<String, Object> producerSettings(String seat) {
    Map<String, Object> settings = common(PRODUCER, seat);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, seat);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis(TRANSACTION));
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 << 10);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes());
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(BLOCK));
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(REQUEST));
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(BLOCK));
    // Its default of 100 ms is waited out whenever a partition is added to a transaction too early.
    settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
    return settings;
  }

  private Map<String, Object> common(String prefix, String clientId) {
    // What is set on top of the extra ones is not up for change: exactly-once hangs on it.
    Map<String, Object> settings = extra(prefix);
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    return settings;
  }

  private Map<String, Object> extra(String prefix) {
    Map<String, Object> settings = new HashMap<>();
    extra.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            settings.put(name.substring(prefix.length()), value);
          } else if (!name.startsWith(PRODUCER) && !name.startsWith(CONSUMER)) {
            settings.putIfAbsent(name, value);
          }
        });
    return settings;
  }

  private static int millis(Duration duration) {
    return (int) duration.toMillis();
  }
}
