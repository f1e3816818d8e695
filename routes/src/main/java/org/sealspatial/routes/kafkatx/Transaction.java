/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the answers of a batch and the offsets they answer: all of it, or none; with a producer of
 * its own.
 */
final class Transaction {

  private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

  private final Producer<byte[], byte[]> producer;
  private final OutputTopics topics;
  private final KafkaClientMetrics meters;
  private boolean spent;

  Transaction(Station station, int worker) {
    this.producer = station.clients().producer(worker);
    this.topics = new OutputTopics(producer, station.clients().maxRecordBytes());
    this.meters = station.meters().bind(producer);
  }

  /** Whatever the last holder of this worker's place left open is aborted before this returns. */
  void takeOver() {
    producer.initTransactions();
  }

  /**
   * Commits what the batch has answered. A producer that can't write an answer does not commit:
   * that is its contract, and a round trip is saved by leaving it to it.
   *
   * @param group of the consumer, as it is now
   * @throws Condemned if answers can't be written; nothing of the batch was
   * @throws CommitFailedException if the group moved on; nothing of the batch was written
   * @throws SeatLost if only the broker knows whether it was committed
   */
  void commit(Batch batch, ConsumerGroupMetadata group) throws Condemned {
    inspect(batch);
    var blame = new Blame();
    producer.beginTransaction();
    try {
      send(batch, blame);
      producer.sendOffsetsToTransaction(offsets(batch), group);
      producer.commitTransaction();
    } catch (RuntimeException failure) {
      topics.forget();
      undo(failure, blame.records());
      throw failure;
    }
  }

  /**
   * Whether a transaction failed with offsets on their way. The producer may have kept them for its
   * next transaction, which must be another producer's.
   */
  boolean spent() {
    return spent;
  }

  void close(Duration patience) {
    meters.close();
    try {
      producer.close(patience);
    } catch (RuntimeException failure) {
      // One that can't say goodbye is gone all the same; the next one settles what it left.
      LOG.debug("a producer closed with {}", Trouble.told(failure));
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

  private void send(Batch batch, Blame blame) {
    List<Answer> answers = batch.answers();
    for (int i = 0; i < answers.size(); i++) {
      Inbound record = batch.records().get(i);
      for (Outbound output : answers.get(i).outputs()) {
        producer.send(
            output.record(),
            (written, failure) -> {
              if (failure != null) {
                blame.failed(record, output, failure);
              }
            });
      }
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

  private void undo(RuntimeException failure, Map<Inbound, Throwable> blamed) throws Condemned {
    if (!blamed.isEmpty()) {
      spent = true;
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
