/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.sealspatial.schemas.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a role's tables in memory: one thread of its own, so that slow work never delays a
 * revocation. Reads every topic from its beginning, is ready when it has everything that was
 * written before it started, then follows. Never ends but by {@link #close}: trouble is logged
 * once, and tried again.
 *
 * <pre>
 * starting ──▶ catching up ──▶ ready ──▶ (age grows while the broker is away, stays ready)
 * </pre>
 */
public final class TableReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final Source source;
  private final TableFold fold;
  private final TableMeters meters;
  private final Map<Topic, Progress> progress = new EnumMap<>(Topic.class);
  private final Thread thread;
  private final AtomicInteger waitingBundles = new AtomicInteger();
  private final Object swapped = new Object();
  private volatile TableSnapshot snapshot =
      new TableSnapshot(
          new TableSnapshot.Rows(Map.of(), Map.of()), KnownSequences.NONE, 0, Map.of());
  private volatile boolean ready;
  private volatile boolean closed;

  /**
   * Where the tables are.
   *
   * @param kafka properties of every Kafka client
   * @param topicPrefix prefix of the deployment
   * @param name names thread and client, such as sim
   */
  public record Source(Map<String, Object> kafka, String topicPrefix, String name) {
    public Source {
      kafka = Map.copyOf(kafka);
    }

    /** Properties may be secrets, so they are not shown. */
    @Override
    public String toString() {
      return name + " of " + topicPrefix;
    }
  }

  /** A reader of these tables, at most one of each topic; {@link #start} starts it. */
  public TableReader(Source source, List<Table> tables, MeterRegistry registry) {
    this.source = source;
    this.fold = new TableFold(tables, Clock.systemUTC());
    this.meters = new TableMeters(registry, source);
    for (Table table : tables) {
      Progress own = new Progress(System.nanoTime());
      progress.put(table.topic(), own);
      meters.watch(table.topic(), own, p -> p.age(System.nanoTime()));
    }
    meters.watch(waitingBundles);
    this.thread = new Thread(this::run, "seal-tables-" + source.name());
    this.thread.setDaemon(true);
  }

  /** Starts the thread and returns at once. */
  public TableReader start() {
    thread.start();
    return this;
  }

  private void run() {
    var trouble = new ReaderTrouble(source);
    while (!closed) {
      try (var feed = new TableFeed(source, progress)) {
        Map<Topic, Long> goal = feed.goal();
        trouble.over();
        while (!closed) {
          step(feed, goal);
        }
      } catch (Exception | StackOverflowError e) {
        trouble.happened(e, () -> closed);
      }
    }
  }

  private void step(TableFeed feed, Map<Topic, Long> goal) throws Exception {
    ConsumerRecords<byte[], byte[]> records = feed.poll();
    boolean moved = !records.isEmpty();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      take(feed.topicOf(record), record);
    }
    fold.activate()
        .ifPresent(version -> LOG.debug("bundle {} is in force at {}", version, source.name()));
    waitingBundles.set(fold.waitingBundles());
    moved |= feed.measure();
    boolean caughtUp = ready || hasReached(goal);
    if (caughtUp && (moved || !ready)) {
      boolean following = ready;
      publish();
      if (following) {
        records.forEach(record -> meters.seen(feed.topicOf(record), record.timestamp()));
      }
    }
  }

  private void take(Topic topic, ConsumerRecord<byte[], byte[]> record) {
    try {
      fold.take(topic, record.key(), record.value());
    } catch (BadRecord e) {
      meters.bad(topic, record.offset(), e);
    }
    progress.get(topic).reached(record.offset() + 1);
  }

  private boolean hasReached(Map<Topic, Long> goal) {
    return goal.entrySet().stream()
        .allMatch(end -> progress.get(end.getKey()).position() >= end.getValue());
  }

  private void publish() {
    Map<String, Long> offsets = new HashMap<>();
    progress.forEach((topic, p) -> offsets.put(topic.in(source.topicPrefix()), p.position()));
    TableSnapshot next = fold.snapshot(offsets);
    synchronized (swapped) {
      snapshot = next;
      if (!ready) {
        ready = true;
        LOG.info("tables of {} are read, policy version {}", source.name(), version(next));
      }
      swapped.notifyAll();
    }
  }

  private static String version(TableSnapshot snapshot) {
    var version = snapshot.policyVersion();
    return version.isPresent() ? Long.toString(version.getAsLong()) : "none";
  }

  /** Whether everything that was written before the start has been read. */
  public boolean ready() {
    return ready;
  }

  /** The tables now; empty until {@link #ready}. */
  public TableSnapshot snapshot() {
    return snapshot;
  }

  /** Time since the view of this table had everything that was written; grows while it lags. */
  public Duration age(Topic topic) {
    return Duration.ofNanos(progressOf(topic).age(System.nanoTime()));
  }

  /** Records of this table that were written and not read yet, as far as known. */
  public long lag(Topic topic) {
    return progressOf(topic).lag();
  }

  private Progress progressOf(Topic topic) {
    Progress own = progress.get(topic);
    if (own == null) {
      throw new IllegalArgumentException("not read here: " + topic);
    }
    return own;
  }

  /** Waits until all that was written before the start has been read; false: not in time. */
  public boolean awaitReady(Duration patience) throws InterruptedException {
    return await(tables -> ready, patience);
  }

  /** Waits until the snapshot has the record at this offset; false: not in time. */
  public boolean awaitOffset(Topic topic, long offset, Duration patience)
      throws InterruptedException {
    progressOf(topic);
    String name = topic.in(source.topicPrefix());
    return await(tables -> tables.offsets().getOrDefault(name, 0L) > offset, patience);
  }

  /** Waits until the snapshot fulfils a condition; false: not in time. */
  public boolean await(Predicate<TableSnapshot> condition, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (swapped) {
      while (!condition.test(snapshot)) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          return false;
        }
        swapped.wait(left);
      }
      return true;
    }
  }

  /** Ends the thread. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(GOODBYE.toMillis());
      thread.interrupt(); // only where a call to the broker does not come back
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
