/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of one seat and the records fetched from them that wait for their transaction. A
 * record stays here until it is committed: an abort needs no second fetch, and a revocation drops
 * what is no longer ours to answer.
 *
 * <pre>
 *   assigned by the broker ──▶ arriving ──▶ serving (memory is ready) ──▶ gone
 * </pre>
 */
final class Assignment implements ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);

  private final PartitionState state;
  private final Set<TopicPartition> arriving = new LinkedHashSet<>();
  private final Set<TopicPartition> serving = new LinkedHashSet<>();
  private final Map<String, Integer> partitions = new HashMap<>();
  private final ArrayDeque<Inbound> backlog = new ArrayDeque<>();
  private final BackOff retry = new BackOff();
  private RuntimeException unready;

  Assignment(PartitionState state) {
    this.state = state;
  }

  /** The first records that wait, at most so many; they stay until {@link #done}. */
  List<Inbound> first(int most) {
    List<Inbound> first = new ArrayList<>(Math.min(most, backlog.size()));
    for (Inbound record : backlog) {
      if (first.size() == most) {
        break;
      }
      first.add(record);
    }
    return first;
  }

  /** The first so many records are committed. */
  void done(int count) {
    for (int i = 0; i < count; i++) {
      backlog.removeFirst();
    }
  }

  int waiting() {
    return backlog.size();
  }

  int size() {
    return serving.size();
  }

  /** Whether every partition has its memory. */
  boolean settled() {
    return arriving.isEmpty();
  }

  /** Why the latest attempt at a memory failed; each failure is told once, else null. */
  RuntimeException unready() {
    RuntimeException latest = unready;
    unready = null;
    return latest;
  }

  /**
   * Takes in what a poll brought: new partitions get their memory first. One whose memory is not
   * ready waits for the next attempt, and its records come again.
   *
   * @throws RuntimeException if the clients are of no use any more
   */
  void take(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> polled) {
    if (retry.left().isZero()) {
      settle(consumer);
    }
    for (TopicPartition source : polled.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(source);
      if (serving.contains(source)) {
        int count = partitions.getOrDefault(source.topic(), 0);
        records.forEach(record -> backlog.add(new Inbound(record, count)));
      } else if (arriving.contains(source)) {
        consumer.seek(source, records.get(0).offset());
        consumer.pause(List.of(source)); // or each poll would fetch them again
      }
    }
  }

  /** Forgets every partition; for a seat that is given up. */
  void clear() {
    drop(List.copyOf(serving));
    arriving.clear();
    backlog.clear();
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> added) {
    // The memory is built after the poll: a throw in here would leave the group in doubt.
    arriving.addAll(added);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> removed) {
    drop(removed);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> removed) {
    drop(removed);
  }

  private void settle(Consumer<byte[], byte[]> consumer) {
    for (TopicPartition partition : List.copyOf(arriving)) {
      try {
        partitions.put(partition.topic(), consumer.partitionsFor(partition.topic()).size());
        // Answers only when no transaction on the committed offset is open any more.
        consumer.position(partition);
        state.assigned(partition.topic(), partition.partition());
      } catch (RuntimeException notReady) {
        postpone(partition, notReady);
        return;
      }
      arriving.remove(partition);
      serving.add(partition);
      consumer.resume(List.of(partition));
    }
    retry.succeeded();
  }

  private void postpone(TopicPartition partition, RuntimeException notReady) {
    if (Trouble.of(notReady) != Trouble.ABORT) {
      throw notReady;
    }
    unready = notReady;
    retry.failed();
    // Last in the row: the others must not wait for this one.
    arriving.remove(partition);
    arriving.add(partition);
  }

  private void drop(Collection<TopicPartition> removed) {
    arriving.removeAll(removed);
    Predicate<Inbound> orphaned = record -> removed.contains(record.source());
    backlog.removeIf(orphaned);
    for (TopicPartition partition : removed) {
      if (serving.remove(partition)) {
        revoke(partition);
      }
    }
  }

  private void revoke(TopicPartition partition) {
    try {
      state.revoked(partition.topic(), partition.partition());
    } catch (RuntimeException failure) {
      LOG.error("the memory of {} would not let go: {}", partition, Trouble.place(failure));
    }
  }
}
