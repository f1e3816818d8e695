/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.awaitility.Awaitility;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.schemas.Topic;

/**
 * A broker that compacts a stack's topic of revocations as soon as it can, until this is closed.
 */
final class EagerCompaction implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final ConfigResource ALL_BROKERS = new ConfigResource(Type.BROKER, "");
  private static final ConfigEntry EAGER = new ConfigEntry("log.cleaner.backoff.ms", "100");

  private final TestStack stack;
  private final TokenLife life;
  private final Admin admin;
  private final ConfigResource topic;
  private int fillers;

  /** From now on, with these settings of the topic besides. */
  EagerCompaction(TestStack stack, TokenLife life, ConfigEntry... further) throws Exception {
    this.stack = stack;
    this.life = life;
    this.admin = Admin.create(stack.clientProperties());
    this.topic = new ConfigResource(Type.TOPIC, stack.topic(Topic.REVOCATIONS));
    alter(ALL_BROKERS, OpType.SET, EAGER);
    alter(topic, OpType.SET, new ConfigEntry("segment.ms", "50"));
    alter(topic, OpType.SET, new ConfigEntry("min.cleanable.dirty.ratio", "0.001"));
    for (ConfigEntry entry : further) {
      alter(topic, OpType.SET, entry);
    }
  }

  /** Where the topic has records of this key. */
  static List<Long> offsets(TestStack stack, String key) {
    return Reconciliation.records(stack, stack.topic(Topic.REVOCATIONS)).stream()
        .filter(record -> key.equals(record.key()))
        .map(ConsumerRecord::offset)
        .toList();
  }

  /** Returns when the records of this key that are left are as wanted. */
  void await(String what, String key, Predicate<List<Long>> left) {
    Awaitility.await(what)
        .atMost(SOON)
        .until(
            () -> {
              String nobody = "nobody-" + ++fillers; // a segment closes when the next record comes
              life.edits().revoke(By.JTI, nobody, Instant.now(), Optional.empty());
              return offsets(stack, key);
            },
            left);
  }

  /** How long a deletion stays in the topic. */
  Duration tombstonesStay() throws Exception {
    var settings = admin.describeConfigs(List.of(topic)).all().get().get(topic);
    return Duration.ofMillis(Long.parseLong(settings.get("delete.retention.ms").value()));
  }

  private void alter(ConfigResource what, OpType how, ConfigEntry entry) throws Exception {
    admin.incrementalAlterConfigs(Map.of(what, List.of(new AlterConfigOp(entry, how)))).all().get();
  }

  @Override
  public void close() throws Exception {
    try (admin) {
      alter(ALL_BROKERS, OpType.DELETE, EAGER);
    }
  }
}
