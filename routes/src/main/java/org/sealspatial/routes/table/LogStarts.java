/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks where the logs begin. Compaction leaves that at 0, so where one begins later somebody has
 * deleted what lay before.
 */
final class LogStarts {
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Admin admin;
  private final Map<TopicPartition, OffsetSpec> earliest;
  private ListOffsetsResult asked;
  private long askedAt;

  LogStarts(Admin admin, Collection<TopicPartition> partitions) {
    this.admin = admin;
    this.earliest =
        partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.earliest()));
  }

  /** The answer to the last question, once; then it asks again. Never waits. */
  Optional<Map<TopicPartition, Long>> poll() throws ExecutionException, InterruptedException {
    if (asked == null && System.nanoTime() - askedAt >= PAUSE_NANOS) {
      ask();
    }
    return asked != null && asked.all().isDone() ? Optional.of(answer()) : Optional.empty();
  }

  /** Asks and waits: for the start, before anything is read. */
  Map<TopicPartition, Long> await() throws ExecutionException, InterruptedException {
    ask();
    return answer();
  }

  private void ask() {
    askedAt = System.nanoTime();
    asked = admin.listOffsets(earliest);
  }

  private Map<TopicPartition, Long> answer() throws ExecutionException, InterruptedException {
    ListOffsetsResult now = asked;
    asked = null;
    return now.all().get().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, start -> start.getValue().offset()));
  }
}
