/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks for high watermarks without waiting for the answer. A read_committed consumer only knows the
 * last stable offset.
 */
final class HighWatermarks {
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final Admin admin;
  private final Map<TopicPartition, OffsetSpec> latest;
  private ListOffsetsResult asked;
  private long askedAt;

  /** The answer: offsets, and when they were asked for. */
  record Answer(Map<TopicPartition, Long> offsets, long askedAt) {}

  HighWatermarks(Admin admin, Iterable<TopicPartition> partitions) {
    this.admin = admin;
    this.latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
  }

  /** The answer to the last question, once; then it asks again. Never waits. */
  Optional<Answer> poll() throws ExecutionException, InterruptedException {
    if (asked == null) {
      if (System.nanoTime() - askedAt >= PAUSE_NANOS) {
        ask();
      }
      return Optional.empty();
    }
    if (!asked.all().isDone()) {
      return Optional.empty();
    }
    ListOffsetsResult done = asked;
    asked = null;
    return Optional.of(answer(done));
  }

  private void ask() {
    askedAt = System.nanoTime();
    asked = admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED));
  }

  private Answer answer(ListOffsetsResult done) throws ExecutionException, InterruptedException {
    return new Answer(
        done.all().get().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset())),
        askedAt);
  }

  /** Asks and waits: for the start, before anything is read. */
  Answer await() throws ExecutionException, InterruptedException {
    ask();
    ListOffsetsResult now = asked;
    asked = null;
    return answer(now);
  }
}
