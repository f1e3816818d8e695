/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.DELETE_RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.SEGMENT_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.SEGMENT_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sealspatial.routes.config.ClusterConfig;
import org.sealspatial.routes.table.RevocationContent;
import org.sealspatial.schemas.Topic;

/** What {@link Topic} says, as Kafka's properties. */
public final class TopicPlan {
  /** 1 MiB and the log's own overhead of a batch. */
  private static final int MAX_MESSAGE_BYTES = 1024 * 1024 + 12;

  /** Replies hold tokens: they go as soon as the slowest client has read them. */
  private static final Duration REPLIES_RETENTION = Duration.ofMinutes(10);

  private static final Duration LONGEST_SEGMENT = Duration.ofHours(6);
  private static final int SMALL_SEGMENT_BYTES = 16 * 1024 * 1024;

  private final ClusterConfig cluster;

  /** The plan of this deployment. */
  public TopicPlan(ClusterConfig cluster) {
    this.cluster = cluster;
  }

  /** Every topic of the deployment but the replies of its registered requestors. */
  public List<PlannedTopic> all() {
    List<PlannedTopic> all = new ArrayList<>(Arrays.stream(Topic.values()).map(this::of).toList());
    String gateways = Topic.replies(cluster.topicPrefix(), Topic.GATEWAY_REQUESTOR);
    all.add(planned(gateways, cluster.partitions().replies(), repliesSettings()));
    return List.copyOf(all);
  }

  /** The reply topic of one registered requestor. */
  public PlannedTopic replies(String requestor) {
    return planned(Topic.replies(cluster.topicPrefix(), requestor), 1, repliesSettings());
  }

  private PlannedTopic of(Topic topic) {
    String name = topic.in(cluster.topicPrefix());
    return switch (topic.kind()) {
      case REQUESTS -> planned(name, cluster.partitions().requests(), requests(topic.retention()));
      case AUDIT -> planned(name, cluster.partitions().requests(), kept(retentionOf(topic)));
      case TABLE -> planned(name, 1, table());
      case LOG -> planned(name, 1, kept(retentionOf(topic)));
    };
  }

  /** The changes of the tables explain the audit, so they live as long. */
  private Duration retentionOf(Topic topic) {
    boolean asAudit = topic == Topic.AUDIT || topic == Topic.CHANGES;
    return asAudit ? cluster.auditRetention().orElse(topic.retention()) : topic.retention();
  }

  /** A deletion stays to be seen for as long as what it deleted could still hit a token. */
  private static Map<String, String> table() {
    return Map.of(
        CLEANUP_POLICY_CONFIG,
        CLEANUP_POLICY_COMPACT,
        DELETE_RETENTION_MS_CONFIG,
        millis(RevocationContent.OUTLIVES.multipliedBy(2)));
  }

  /** The time of a request is the broker's append time. */
  private static Map<String, String> requests(Duration retention) {
    Map<String, String> settings = new TreeMap<>(kept(retention));
    settings.put(MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    return settings;
  }

  private static Map<String, String> repliesSettings() {
    Map<String, String> settings = new TreeMap<>(kept(REPLIES_RETENTION));
    settings.put(SEGMENT_BYTES_CONFIG, String.valueOf(SMALL_SEGMENT_BYTES));
    return settings;
  }

  private static Map<String, String> kept(Duration retention) {
    Map<String, String> settings = new TreeMap<>();
    settings.put(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE);
    settings.put(RETENTION_MS_CONFIG, retention.isNegative() ? "-1" : millis(retention));
    if (!retention.isNegative()) {
      // only closed segments are deleted, so they must close well before their time
      Duration quarter = retention.dividedBy(4);
      settings.put(
          SEGMENT_MS_CONFIG,
          millis(quarter.compareTo(LONGEST_SEGMENT) < 0 ? quarter : LONGEST_SEGMENT));
    }
    return settings;
  }

  private static String millis(Duration duration) {
    return String.valueOf(duration.toMillis());
  }

  private PlannedTopic planned(String name, int partitions, Map<String, String> own) {
    Map<String, String> settings = new TreeMap<>(own);
    settings.put(MAX_MESSAGE_BYTES_CONFIG, String.valueOf(MAX_MESSAGE_BYTES));
    settings.put(MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(cluster.partitions().minInSync()));
    settings.put(UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
    return new PlannedTopic(name, partitions, cluster.partitions().replicationFactor(), settings);
  }
}
