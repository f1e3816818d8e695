/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.sealspatial.routes.config.ClusterConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topics of the deployment, and checks them. Nothing is ever created as a side effect of
 * use, and nothing that exists is changed.
 */
public final class Topics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
  private static final Duration ATTEMPT = Duration.ofSeconds(3);
  private static final Duration OPERATION = Duration.ofSeconds(30);

  /** What a reader or writer relies on; the rest is the operator's. */
  private static final Set<String> CHECKED =
      Set.of(
          CLEANUP_POLICY_CONFIG,
          MESSAGE_TIMESTAMP_TYPE_CONFIG,
          MIN_IN_SYNC_REPLICAS_CONFIG,
          UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG);

  private final Admin admin;
  private final TopicPlan plan;
  private final String servers;

  /** Does not connect yet. */
  public Topics(ClusterConfig cluster) {
    Map<String, Object> properties = new HashMap<>(cluster.kafka().clientProperties());
    properties.putIfAbsent("client.id", cluster.topicPrefix() + "-topics");
    this.admin = Admin.create(properties);
    this.plan = new TopicPlan(cluster);
    this.servers = String.join(",", cluster.kafka().bootstrapServers());
  }

  /**
   * Returns when a broker answers; says so in one line each time it does not.
   *
   * @throws AdminFailure.BrokerAway after {@code patience}
   * @throws AdminFailure at once when the broker refuses us
   */
  public void awaitBroker(Duration patience) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      try {
        admin.describeCluster(briefly()).nodes().get();
        return;
      } catch (ExecutionException e) {
        refuseIfUnwelcome(e);
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        if (waited.compareTo(patience) >= 0) {
          throw new AdminFailure.BrokerAway("no broker answers at " + servers, e);
        }
        LOG.warn("no broker answers at {} after {} s; trying again", servers, waited.toSeconds());
      }
    }
  }

  private static DescribeClusterOptions briefly() {
    return new DescribeClusterOptions().timeoutMs((int) ATTEMPT.toMillis());
  }

  private void refuseIfUnwelcome(Exception e) {
    if (e.getCause() instanceof AuthenticationException refused) {
      throw new AdminFailure(servers + " refuses us: " + refused.getMessage(), refused);
    }
  }

  /** Creates what is missing and returns the names of what it created. */
  public List<String> create() throws InterruptedException {
    return create(plan.all());
  }

  /** Creates the reply topic of a requestor, unless it is there. */
  public boolean createReplies(String requestor) throws InterruptedException {
    return !create(List.of(plan.replies(requestor))).isEmpty();
  }

  private List<String> create(List<PlannedTopic> topics) throws InterruptedException {
    Set<String> there = await("list topics", admin.listTopics().names());
    List<PlannedTopic> missing = topics.stream().filter(t -> !there.contains(t.name())).toList();
    var created =
        admin.createTopics(missing.stream().map(PlannedTopic::toCreate).toList()).values();
    List<String> names = new ArrayList<>();
    for (PlannedTopic topic : missing) {
      if (isNew(topic.name(), created.get(topic.name()))) {
        names.add(topic.name());
      }
    }
    awaitVisible(missing);
    return List.copyOf(names);
  }

  private boolean isNew(String name, KafkaFuture<Void> creation) throws InterruptedException {
    try {
      await("create topic " + name, creation);
      return true;
    } catch (AdminFailure e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false; // another process was faster
      }
      throw e;
    }
  }

  /** A broker learns of a new topic a moment after the controller has made it. */
  private void awaitVisible(List<PlannedTopic> topics) throws InterruptedException {
    long deadline = System.nanoTime() + OPERATION.toNanos();
    for (PlannedTopic topic : topics) {
      while (describe(topic) == null) {
        if (System.nanoTime() - deadline > 0) {
          throw new AdminFailure("topic " + topic.name() + " was created but can't be seen", null);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  /** Throws {@link AdminFailure.TopicsDiffer} with every difference, missing topics included. */
  public void check() throws InterruptedException {
    List<String> differences = new ArrayList<>();
    for (PlannedTopic topic : plan.all()) {
      TopicDescription description = describe(topic);
      if (description == null) {
        differences.add(topic.name() + " is missing; make it with: seal topics");
      } else {
        comparePartitions(topic, description, differences);
        compareSettings(topic, settingsOf(topic), differences);
      }
    }
    if (!differences.isEmpty()) {
      throw new AdminFailure.TopicsDiffer(differences);
    }
  }

  private static void comparePartitions(
      PlannedTopic topic, TopicDescription description, List<String> differences) {
    int found = description.partitions().size();
    if (found != topic.partitions()) {
      differences.add(topic.name() + " has " + found + " partitions, not " + topic.partitions());
    }
  }

  private static void compareSettings(PlannedTopic topic, Config found, List<String> differences) {
    for (String name : CHECKED.stream().sorted().toList()) {
      String wanted = topic.settings().get(name);
      if (wanted != null && !wanted.equals(found.get(name).value())) {
        differences.add(
            topic.name() + " has " + name + "=" + found.get(name).value() + ", not " + wanted);
      }
    }
  }

  /** What the plan says, one line a topic. */
  public List<PlannedTopic> planned() {
    return plan.all();
  }

  private TopicDescription describe(PlannedTopic topic) throws InterruptedException {
    try {
      var description = admin.describeTopics(List.of(topic.name())).topicNameValues();
      return await("describe topic " + topic.name(), description.get(topic.name()));
    } catch (AdminFailure e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return null;
      }
      throw e;
    }
  }

  private Config settingsOf(PlannedTopic topic) throws InterruptedException {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    var found = admin.describeConfigs(List.of(resource)).values().get(resource);
    return await("read the settings of topic " + topic.name(), found);
  }

  private static <T> T await(String what, KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get(OPERATION.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AdminFailure("can't " + what + ": " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new AdminFailure.BrokerAway("can't " + what + ": no answer in time", e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
