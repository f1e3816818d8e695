/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's place in the group: its consumer and its transactions, opened and given up together.
 */
final class Seat implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Seat.class);
  private static final Duration IDLE = Duration.ofMillis(200);
  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final long KEEP_MEMBERSHIP = TimeUnit.SECONDS.toNanos(1);

  private final Station station;
  private final int worker;
  private final Consumer<byte[], byte[]> consumer;
  private final KafkaClientMetrics meters;
  private final Assignment assignment;
  private final Bounds bounds;
  private Transaction transaction;
  private boolean paused;
  private boolean lost;
  private final long opened = System.nanoTime();
  private Metric heartbeat;
  private long polled = System.nanoTime();

  private Seat(Station station, int worker, Assignment assignment) {
    this.station = station;
    this.worker = worker;
    this.bounds = station.bounds();
    this.assignment = assignment;
    this.transaction = new Transaction(station, worker);
    this.consumer = openConsumer();
    this.meters = station.meters().bind(consumer);
  }

  /** Takes the seat: whatever its last holder left open is aborted before this returns. */
  static Seat take(Station station, int worker, PartitionState state) {
    Assignment assignment = new Assignment(state);
    Seat seat = new Seat(station, worker, assignment);
    try {
      seat.transaction.takeOver();
      seat.consumer.subscribe(station.membership().topics(), assignment);
      return seat;
    } catch (RuntimeException failure) {
      seat.giveUp();
      throw failure;
    }
  }

  Assignment assignment() {
    return assignment;
  }

  /** Waits for records, then gathers more until the slice is over or a batch is full. */
  void gather() {
    if (assignment.waiting() > 0) {
      keepMembership();
      return;
    }
    resume();
    poll(IDLE);
    if (assignment.waiting() == 0) {
      return;
    }
    long end = System.nanoTime() + bounds.slice().toNanos();
    long left = end - System.nanoTime();
    while (left > 0 && assignment.waiting() < bounds.maxPollRecords()) {
      poll(Duration.ofNanos(left));
      left = end - System.nanoTime();
    }
  }

  /** Polls without fetching, so that the group sees a living member. */
  void idle(Duration timeout) {
    consumer.pause(consumer.assignment());
    paused = true;
    poll(timeout);
  }

  List<Inbound> next(int most) {
    return assignment.first(most);
  }

  void commit(Batch batch) throws Condemned {
    try {
      transaction.commit(batch, consumer.groupMetadata());
    } catch (Condemned answers) {
      if (transaction.spent()) {
        begin();
      }
      throw answers;
    }
    assignment.done(batch.answers().size());
  }

  /** With another producer; consumer, partitions and their memory stay. */
  private void begin() {
    transaction.close(Duration.ZERO); // what it had is aborted
    try {
      transaction = new Transaction(station, worker);
      transaction.takeOver();
    } catch (RuntimeException failure) {
      throw new SeatLost("no producer for the next transaction", failure);
    }
  }

  /** Records that are there but not answered yet, as far as the consumer knows. */
  long lag() {
    long lag = assignment.waiting();
    for (TopicPartition partition : consumer.assignment()) {
      OptionalLong behind = consumer.currentLag(partition);
      lag += behind.orElse(0);
    }
    return lag;
  }

  /**
   * Whether a heartbeat went out within a session; a dead broker makes no poll fail, only empty.
   */
  boolean inTouch() {
    if (heartbeat == null) {
      heartbeat = heartbeat();
    }
    double silent = heartbeat == null ? -1 : (double) heartbeat.metricValue();
    // Below zero until the first one goes out, which on a dead broker is never.
    return silent < 0
        ? System.nanoTime() - opened < Clients.SESSION.toNanos()
        : silent < Clients.SESSION.toSeconds();
  }

  /** The clients are of no use any more: close without waiting for the broker. */
  void giveUp() {
    lost = true;
    close();
  }

  @Override
  public void close() {
    assignment.clear();
    Duration patience = lost ? Duration.ZERO : CLOSING;
    meters.close();
    transaction.close(patience);
    try {
      consumer.close(CloseOptions.timeout(patience));
    } catch (RuntimeException failure) {
      // One that can't say goodbye is gone all the same; the group notices.
      LOG.debug("a consumer closed with {}", Trouble.told(failure));
    }
  }

  private void poll(Duration timeout) {
    polled = System.nanoTime();
    assignment.take(consumer, consumer.poll(timeout));
  }

  private void keepMembership() {
    if (System.nanoTime() - polled > KEEP_MEMBERSHIP) {
      idle(Duration.ZERO);
    }
  }

  private void resume() {
    if (paused) {
      consumer.resume(consumer.paused());
      paused = false;
    }
  }

  private Metric heartbeat() {
    for (Map.Entry<MetricName, ? extends Metric> metric : consumer.metrics().entrySet()) {
      if (metric.getKey().name().equals("last-heartbeat-seconds-ago")) {
        return metric.getValue();
      }
    }
    return null;
  }

  private Consumer<byte[], byte[]> openConsumer() {
    try {
      return station.clients().consumer(worker);
    } catch (RuntimeException failure) {
      transaction.close(Duration.ZERO);
      throw failure;
    }
  }
}
