/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The deployment's place on a Kafka cluster; all that the tools need.
 *
 * @param topicPrefix first part of every name
 * @param kafka how it is reached
 * @param partitions how topics are spread
 * @param auditRetention life of audit records; empty: for ever
 */
public record ClusterConfig(
    String topicPrefix,
    KafkaConfig kafka,
    Partitions partitions,
    Optional<Duration> auditRetention) {

  /**
   * How topics are spread.
   *
   * @param requests of each request topic, the audit and the dead letters
   * @param replies of the gateways' reply topic
   * @param replicationFactor copies of each
   */
  public record Partitions(Integer requests, Integer replies, Integer replicationFactor) {
    /** Checks the ranges. */
    public Partitions {
      new Checks()
          .between(Key.PARTITIONS_REQUESTS, requests, 1, 1024)
          .between(Key.PARTITIONS_REPLIES, replies, 1, 1024)
          .between(Key.REPLICATION_FACTOR, replicationFactor, 1, 9)
          .raise();
    }

    /** In-sync copies an acknowledged record has at least. */
    public int minInSync() {
      return replicationFactor < 3 ? 1 : replicationFactor - 1;
    }
  }

  /** Checks the prefix and the audit's retention. */
  public ClusterConfig {
    new Checks()
        .matches(Key.TOPIC_PREFIX, topicPrefix, "[a-z0-9][a-z0-9-]{0,63}")
        .that(
            auditRetention.filter(kept -> kept.compareTo(Duration.ofDays(1)) < 0).isEmpty(),
            Key.AUDIT_RETENTION,
            () -> "must be 1d or more")
        .raise();
  }

  static ClusterConfig from(Settings settings) {
    String prefix = settings.read(Key.TOPIC_PREFIX, Parse::text);
    Optional<Duration> kept =
        Optional.ofNullable(settings.read(Key.AUDIT_RETENTION, Parse::duration));
    KafkaConfig kafka = kafka(settings);
    Partitions partitions = partitions(settings);
    return settings.build(() -> new ClusterConfig(prefix, kafka, partitions, kept));
  }

  private static KafkaConfig kafka(Settings settings) {
    var servers = settings.read(Key.KAFKA_BOOTSTRAP_SERVERS, Parse::list);
    var properties = settings.below(KnownNames.KAFKA_PROPERTY);
    var file =
        Optional.ofNullable(settings.read(Key.KAFKA_PROPERTIES_FILE, KafkaConfig::parseFile));
    return settings.build(() -> new KafkaConfig(servers, properties, file));
  }

  private static Partitions partitions(Settings settings) {
    Integer requests = settings.read(Key.PARTITIONS_REQUESTS, Parse::number);
    Integer replies = settings.read(Key.PARTITIONS_REPLIES, Parse::number);
    Integer copies = settings.read(Key.REPLICATION_FACTOR, Parse::number);
    return settings.build(() -> new Partitions(requests, replies, copies));
  }
}
