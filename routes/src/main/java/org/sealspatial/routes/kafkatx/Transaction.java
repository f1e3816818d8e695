/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/** Writes the answers of a batch and the offsets they answer: all of it, or none. */
final class Transaction {

  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> consumer;
  private final OutputTopics topics;
  // Written by the producer's own thread, read when it is done with the transaction.
  private final Map<Inbound, Throwable> blamed = new ConcurrentHashMap<>();

  Transaction(
      Producer<byte[], byte[]> producer, Consumer<byte[], byte[]> consumer, OutputTopics topics) {
    this.producer = producer;
    this.consumer = consumer;
    this.topics = topics;
  }

  /**
   * Commits what the batch has answered.
   *
   * @throws Condemned if answers can't be written; nothing of the batch was
   * @throws SeatLost if nobody knows whether it was committed
   */
  void commit(Batch batch) throws Condemned {
    inspect(batch);
    blamed.clear();
    producer.beginTransaction();
    try {
      send(batch);
      producer.sendOffsetsToTransaction(offsets(batch), consumer.groupMetadata());
      producer.commitTransaction();
    } catch (RuntimeException failure) {
      topics.forget();
      abort(failure);
      if (!blamed.isEmpty()) {
        throw new Condemned(blamed);
      }
      throw failure;
    }
  }

  private void inspect(Batch batch) throws Condemned {
    Map<Inbound, Throwable> found = null;
    List<Answer> answers = batch.answers();
    for (int i = 0; i < answers.size(); i++) {
      RuntimeException problem = topics.problem(answers.get(i));
      if (problem != null) {
        found = found == null ? new IdentityHashMap<>() : found;
        found.put(batch.records().get(i), problem);
      }
    }
    if (found != null) {
      throw new Condemned(found);
    }
  }

  private void send(Batch batch) {
    List<Answer> answers = batch.answers();
    for (int i = 0; i < answers.size(); i++) {
      Callback blame = blame(batch.records().get(i));
      for (Outbound output : answers.get(i).outputs()) {
        producer.send(output.record(), blame);
      }
    }
  }

  private Callback blame(Inbound record) {
    return (written, failure) -> {
      if (failure != null && Trouble.ofRecord(failure)) {
        blamed.put(record, failure);
      }
    };
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(Batch batch) {
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    List<Inbound> records = batch.records();
    // Backwards, so that each partition is met first at its last answered record.
    for (int i = batch.answers().size() - 1; i >= 0; i--) {
      Inbound record = records.get(i);
      next.computeIfAbsent(
          record.source(),
          source -> new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
    }
    return next;
  }

  private void abort(RuntimeException failure) {
    if (Trouble.of(failure) != Trouble.ABORT && blamed.isEmpty()) {
      return; // Fenced or refused: the seat is given up, and its next holder aborts what is open.
    }
    try {
      producer.abortTransaction();
    } catch (RuntimeException unknown) {
      // Also how Kafka answers when the commit timed out and may have happened after all.
      unknown.addSuppressed(failure);
      throw new SeatLost("can't tell how the transaction ended", unknown);
    }
  }
}
