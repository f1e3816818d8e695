/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Writes the answers of a batch and the offsets they answer: all of it, or none. */
final class Transaction {

  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> consumer;
  private final OutputTopics topics;
  // Both written by the producer's own thread, read when it is done with the answers.
  private final Map<Inbound, Throwable> blamed = new ConcurrentHashMap<>();
  private volatile Throwable unwritten;

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
   * @throws CommitFailedException if the group moved on; nothing of the batch was written
   * @throws SeatLost if only the broker knows whether it was committed
   */
  void commit(Batch batch) throws Condemned {
    inspect(batch);
    blamed.clear();
    unwritten = null;
    producer.beginTransaction();
    try {
      send(batch);
      // First the answers: a producer that fails with offsets on their way keeps them for its next
      // transaction.
      producer.flush();
      requireWritten();
      producer.sendOffsetsToTransaction(offsets(batch), consumer.groupMetadata());
      producer.commitTransaction();
    } catch (RuntimeException failure) {
      topics.forget();
      undo(failure);
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
      if (failure != null) {
        unwritten = failure;
        if (Trouble.ofRecord(failure)) {
          blamed.put(record, failure);
        }
      }
    };
  }

  /** Not left to the producer, which tells of a lost record before it turns against its commit. */
  private void requireWritten() {
    if (unwritten != null) {
      throw new KafkaException("an answer was not written", unwritten);
    }
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

  private void undo(RuntimeException failure) throws Condemned {
    if (!blamed.isEmpty()) {
      abort(failure);
      throw new Condemned(blamed);
    }
    if (!(failure instanceof CommitFailedException)) {
      // What the producer still holds of this transaction must not meet the next one.
      throw new SeatLost("can't tell how the transaction ended", failure);
    }
    abort(failure); // The group moved on before the offsets were taken: nothing is in doubt.
  }

  private void abort(RuntimeException failure) {
    try {
      producer.abortTransaction();
    } catch (RuntimeException unknown) {
      unknown.addSuppressed(failure);
      throw new SeatLost("can't tell how the transaction ended", unknown);
    }
  }
}
