/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What a consumer is not told of the topics it reads, and the brokers are asked for again. */
final class TopicFacts {
  private static final Duration OFTEN = Duration.ofMillis(100);
  private static final Duration SELDOM = Duration.ofSeconds(1);

  private final Recurring<HighWatermarks> highWatermarks;
  private final Recurring<Map<TopicPartition, Long>> logStarts;
  private final Recurring<Map<String, Uuid>> topicIds;

  /** Where the logs end, and when that was asked for. */
  record HighWatermarks(Map<TopicPartition, Long> offsets, long askedAt) {}

  TopicFacts(Admin admin, Set<TopicPartition> partitions) {
    this.highWatermarks =
        new Recurring<>(
            OFTEN,
            askedAt ->
                offsets(admin, partitions, OffsetSpec.latest())
                    .thenApply(ends -> new HighWatermarks(ends, askedAt)));
    this.logStarts =
        new Recurring<>(SELDOM, askedAt -> offsets(admin, partitions, OffsetSpec.earliest()));
    List<String> names = partitions.stream().map(TopicPartition::topic).toList();
    this.topicIds = new Recurring<>(SELDOM, askedAt -> ids(admin, names));
  }

  /** A read_committed consumer only knows the last stable offset. */
  Recurring<HighWatermarks> highWatermarks() {
    return highWatermarks;
  }

  /**
   * Compaction leaves the beginning at 0, so where a log begins later somebody has deleted what lay
   * before.
   */
  Recurring<Map<TopicPartition, Long>> logStarts() {
    return logStarts;
  }

  /**
   * By name: a topic that is made anew has another, one that is missing has none. A consumer reads
   * on in a topic of the same name, from the offset where it was.
   */
  Recurring<Map<String, Uuid>> topicIds() {
    return topicIds;
  }

  private static CompletionStage<Map<TopicPartition, Long>> offsets(
      Admin admin, Set<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> asked =
        partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which));
    return admin
        .listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
        .all()
        .toCompletionStage()
        .thenApply(
            found ->
                found.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset())));
  }

  private static CompletionStage<Map<String, Uuid>> ids(Admin admin, List<String> names) {
    CompletionStage<Map<String, Uuid>> ids = CompletableFuture.completedStage(Map.of());
    for (var topic : admin.describeTopics(names).topicNameValues().entrySet()) {
      CompletionStage<Uuid> id =
          topic
              .getValue()
              .toCompletionStage()
              .thenApply(TopicDescription::topicId)
              .exceptionally(TopicFacts::noneIfMissing);
      ids = ids.thenCombine(id, (found, next) -> with(found, topic.getKey(), next));
    }
    return ids;
  }

  private static Uuid noneIfMissing(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof UnknownTopicOrPartitionException) {
      return null;
    }
    throw new CompletionException(cause);
  }

  private static Map<String, Uuid> with(Map<String, Uuid> found, String name, Uuid id) {
    var all = new HashMap<>(found);
    if (id != null) {
      all.put(name, id);
    }
    return all;
  }
}
