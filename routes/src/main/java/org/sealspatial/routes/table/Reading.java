/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.sealspatial.schemas.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of a reader: reads the tables from their beginning, shows them, follows. */
final class Reading {
  private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  /** Fewer records are not worth waking other threads for; of more the contents take room. */
  private static final int AT_ONCE = 128;

  private final TableReader.Source source;
  private final Clock clock = Clock.systemUTC();
  private final TableFold fold;
  private final TableMeters meters;
  private final AtomicInteger waitingBundles = new AtomicInteger();
  private final Positions positions;
  private final Losses losses;
  private final TableView view;
  private final Succession succession;
  private final Thread thread;
  private volatile boolean closed;

  private record Arrival(Topic topic, ConsumerRecord<byte[], byte[]> record, Opened opened) {}

  Reading(TableReader.Source source, List<Table> tables, MeterRegistry registry) {
    this.source = source;
    this.fold = new TableFold(tables, clock);
    this.positions =
        new Positions(source.topicPrefix(), tables.stream().map(Table::topic).toList());
    this.losses = new Losses(source, positions, clock);
    this.view = new TableView(source.name());
    this.succession = new Succession(view);
    this.meters = new TableMeters(registry, source);
    for (Topic topic : positions.topics()) {
      meters.watch(topic, positions.of(topic), p -> p.age(System.nanoTime()));
    }
    meters.watch(waitingBundles);
    this.thread = new Thread(this::run, "seal-tables-" + source.name());
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  TableView view() {
    return view;
  }

  Positions positions() {
    return positions;
  }

  Losses losses() {
    return losses;
  }

  Succession succession() {
    return succession;
  }

  private void run() {
    var trouble = new ReaderTrouble(source);
    while (!closed) {
      try {
        Optional<Reading> heir = succession.due(positions);
        if (heir.isPresent()) {
          takeOver(heir.get());
        }
        follow(trouble);
      } catch (Exception | StackOverflowError e) { // a reader never ends: it says so, tries again
        trouble.happened(e, () -> closed);
      }
    }
  }

  /** Goes on from where another one, which ends, stands. */
  private void takeOver(Reading next) throws InterruptedException {
    next.close();
    next.thread.join();
    fold.succeedBy(next.fold);
    positions.takeOver(next.positions);
    succession.done(next, this::show);
  }

  private void follow(ReaderTrouble trouble) throws Exception {
    try (var feed = new TableFeed(source, positions, losses)) {
      // before the ends are asked for: somebody else reads on
      List<AuditedStates.State> audited = audited();
      Map<Topic, Long> goal = feed.goal();
      losses.compare(audited, goal);
      trouble.over();
      while (!closed && succession.due(positions).isEmpty()) {
        step(feed, goal);
      }
    }
  }

  private List<AuditedStates.State> audited() {
    return source.audited() && !view.ready()
        ? new AuditedStates(source).since(clock.instant().minus(RevocationContent.OUTLIVES))
        : List.of();
  }

  private void step(TableFeed feed, Map<Topic, Long> goal) throws Exception {
    ConsumerRecords<byte[], byte[]> records = feed.poll();
    boolean moved = !records.isEmpty();
    take(feed, records);
    fold.activate()
        .ifPresent(version -> LOG.debug("bundle {} is in force at {}", version, source.name()));
    fold.forgetExpired();
    waitingBundles.set(fold.waitingBundles());
    moved |= feed.measure();
    boolean following = view.ready();
    boolean caughtUp = !view.withdrawn() && (following || positions.haveReached(goal));
    if (caughtUp && (moved || !following)) {
      show();
      if (following) {
        records.forEach(record -> meters.seen(feed.topicOf(record), record.timestamp()));
      }
    }
  }

  private void take(TableFeed feed, ConsumerRecords<byte[], byte[]> records) {
    var all = new ArrayList<ConsumerRecord<byte[], byte[]>>(records.count());
    records.forEach(all::add);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      var some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
      opened(feed, some).forEach(this::take);
    }
  }

  /** Before a role serves, all processors verify signatures: they are what a start waits for. */
  private List<Arrival> opened(TableFeed feed, List<ConsumerRecord<byte[], byte[]>> some) {
    boolean shared = !view.ready() && some.size() == AT_ONCE;
    return (shared ? some.parallelStream() : some.stream())
        .map(record -> open(feed.topicOf(record), record))
        .toList();
  }

  private Arrival open(Topic topic, ConsumerRecord<byte[], byte[]> record) {
    return new Arrival(topic, record, fold.open(topic, record.key(), record.value()));
  }

  private void take(Arrival arrival) {
    Topic topic = arrival.topic();
    try {
      fold.take(arrival.opened());
    } catch (BadRecord e) {
      meters.bad(topic, arrival.record().offset(), e);
      noteDeletion(topic, arrival.record(), e.reason());
    }
    positions.of(topic).reached(arrival.record().offset() + 1);
  }

  /** Compaction takes a deleted entry out of the log, so that who starts later never sees it. */
  private void noteDeletion(
      Topic topic, ConsumerRecord<byte[], byte[]> record, BadRecord.Reason reason) {
    boolean deleted = topic == Topic.REVOCATIONS && reason == BadRecord.Reason.TOMBSTONE;
    if (deleted && !view.ready() && !fold.hasSeen(topic, record.key())) {
      losses.deleted(topic, Instant.ofEpochMilli(record.timestamp()), record.offset());
    }
  }

  private void show() {
    Map<String, Long> offsets = positions.offsets();
    TableSnapshot read = fold.snapshot(offsets);
    boolean lacking = losses.lackRevocations(read);
    TableSnapshot next = lacking ? fold.snapshot(losses.asAudited(offsets)) : read;
    view.show(next, () -> losses.tellOfStart(lacking));
  }

  /** Reads no further, without waiting for it. */
  void end() {
    closed = true;
  }

  /** Ends the thread. */
  void close() {
    end();
    succession.end();
    try {
      thread.join(GOODBYE.toMillis());
      thread.interrupt(); // only where a call to the broker does not come back
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
