/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks for the ids of topics: one that is made anew has another, one that is missing has none. A
 * consumer reads on in a topic of the same name, from the offset where it was.
 */
final class TopicIds {
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Admin admin;
  private final List<String> names;
  private Map<String, KafkaFuture<TopicDescription>> asked;
  private long askedAt;

  TopicIds(Admin admin, Collection<TopicPartition> partitions) {
    this.admin = admin;
    this.names = partitions.stream().map(TopicPartition::topic).toList();
  }

  /** The answer to the last question, by name, once; then it asks again. Never waits. */
  Optional<Map<String, Uuid>> poll() throws ExecutionException, InterruptedException {
    if (asked == null && System.nanoTime() - askedAt >= PAUSE_NANOS) {
      ask();
    }
    return asked != null && asked.values().stream().allMatch(KafkaFuture::isDone)
        ? Optional.of(answer())
        : Optional.empty();
  }

  /** Asks and waits: for the start, before anything is read. */
  Map<String, Uuid> await() throws ExecutionException, InterruptedException {
    ask();
    return answer();
  }

  /** What was asked before may be out of date: no answer to it is given. */
  void forget() {
    asked = null;
  }

  private void ask() {
    askedAt = System.nanoTime();
    asked = admin.describeTopics(names).topicNameValues();
  }

  private Map<String, Uuid> answer() throws ExecutionException, InterruptedException {
    Map<String, KafkaFuture<TopicDescription>> now = asked;
    asked = null;
    Map<String, Uuid> ids = new HashMap<>();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : now.entrySet()) {
      try {
        ids.put(topic.getKey(), topic.getValue().get().topicId());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    return ids;
  }
}
