/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
 *                                 ▲ └──▶ withdrawn: no key is believed (see Renewal)
 *                                 └──────────┘
 * </pre>
 */
public final class TableReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);
  private static final Duration GOODBYE = Duration.ofSeconds(2);
  private static final long CATCHING_UP_MILLIS = 20;

  private final Source source;
  private final Clock clock = Clock.systemUTC();
  private final TableFold fold;
  private final TableMeters meters;
  private final Map<Topic, Progress> progress = new EnumMap<>(Topic.class);
  private final Losses losses;
  private final Thread thread;
  private final AtomicInteger waitingBundles = new AtomicInteger();
  private final Object swapped = new Object();
  private volatile TableSnapshot snapshot =
      new TableSnapshot(
          new TableSnapshot.Rows(Map.of(), Map.of()), KnownSequences.NONE, 0, Map.of());
  private volatile boolean ready;
  private volatile boolean withdrawn;
  private volatile TableReader heir;
  private volatile boolean closed;

  /**
   * Where the tables are.
   *
   * @param kafka properties of every Kafka client
   * @param topicPrefix prefix of the deployment
   * @param name names thread and client, such as sim
   * @param audited whether what is decided on the tables is audited: then a start compares them
   *     with what the audit says they once had
   */
  public record Source(
      Map<String, Object> kafka, String topicPrefix, String name, boolean audited) {
    public Source {
      kafka = Map.copyOf(kafka);
    }

    /** A source of somebody who decides nothing that is audited. */
    public Source(Map<String, Object> kafka, String topicPrefix, String name) {
      this(kafka, topicPrefix, name, false);
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
    this.fold = new TableFold(tables, clock);
    this.meters = new TableMeters(registry, source);
    this.losses = new Losses(source, progress, clock);
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
      try {
        if (heirIsReady()) {
          succeed(heir);
        }
        follow(trouble);
      } catch (Exception | StackOverflowError e) {
        trouble.happened(e, () -> closed);
      }
    }
  }

  private List<AuditedStates.State> audited() {
    return source.audited() && !ready
        ? new AuditedStates(source).since(clock.instant().minus(RevocationContent.OUTLIVES))
        : List.of();
  }

  private void follow(ReaderTrouble trouble) throws Exception {
    try (var feed = new TableFeed(source, progress, losses)) {
      // before the ends are asked for: somebody else reads on
      List<AuditedStates.State> audited = audited();
      Map<Topic, Long> goal = feed.goal();
      losses.compare(audited, goal);
      trouble.over();
      while (!closed && !heirIsReady()) {
        step(feed, goal);
      }
    }
  }

  /** Not behind us, too: nothing that was seen is unseen for a moment. */
  private boolean heirIsReady() {
    TableReader next = heir;
    return next != null
        && next.ready
        && next.progress.entrySet().stream()
            .allMatch(read -> read.getValue().position() >= progress.get(read.getKey()).position());
  }

  /** Takes over the fold of a reader that is ended, and goes on from where that one was. */
  private void succeed(TableReader next) throws InterruptedException {
    next.close();
    next.thread.join();
    fold.succeedBy(next.fold);
    next.progress.forEach((topic, read) -> progress.get(topic).reached(read.position()));
    synchronized (swapped) {
      withdrawn = false;
      publish();
      if (heir == next) {
        heir = null;
      }
      swapped.notifyAll();
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
    fold.forgetExpired();
    waitingBundles.set(fold.waitingBundles());
    moved |= feed.measure();
    boolean caughtUp = !withdrawn && (ready || hasReached(goal));
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
      noteDeletion(topic, record, e.reason());
    }
    progress.get(topic).reached(record.offset() + 1);
  }

  /** Compaction takes a deleted entry out of the log, so that who starts later never sees it. */
  private void noteDeletion(
      Topic topic, ConsumerRecord<byte[], byte[]> record, BadRecord.Reason reason) {
    boolean deleted = topic == Topic.REVOCATIONS && reason == BadRecord.Reason.TOMBSTONE;
    if (deleted && !ready && !fold.hasSeen(topic, record.key())) {
      losses.deleted(topic, Instant.ofEpochMilli(record.timestamp()), record.offset());
    }
  }

  private boolean hasReached(Map<Topic, Long> goal) {
    return goal.entrySet().stream()
        .allMatch(end -> progress.get(end.getKey()).position() >= end.getValue());
  }

  private void publish() {
    Map<String, Long> offsets = new HashMap<>();
    progress.forEach((topic, p) -> offsets.put(topic.in(source.topicPrefix()), p.position()));
    TableSnapshot next = fold.snapshot(offsets);
    boolean lacking = lacksRevocations(next);
    if (lacking) {
      // what is audited meanwhile must tell the next start of it, too
      Progress own = progressOf(Topic.REVOCATIONS);
      offsets.merge(Topic.REVOCATIONS.in(source.topicPrefix()), own.floor(), Math::max);
      next = fold.snapshot(offsets);
    }
    synchronized (swapped) {
      if (withdrawn) {
        return;
      }
      snapshot = next;
      if (!ready) {
        losses.tellOfStart(lacking);
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

  /**
   * Begins to read these tables from their beginning, such as under other anchors. Until it is
   * adopted this reader goes on as before.
   *
   * @param signed the signed tables this reader reads, all of them
   */
  public Renewal renew(List<Table> signed) {
    var anew = new Source(source.kafka(), source.topicPrefix(), source.name() + "-anew");
    return new Renewal(this, new TableReader(anew, signed, new SimpleMeterRegistry()).start());
  }

  /**
   * Has this one, started on all signed tables, take over; false: not in time, so no key counts.
   */
  boolean adopt(TableReader next, Duration patience) throws InterruptedException {
    TableReader former = heir;
    heir = next;
    if (former != null) {
      former.close();
    }
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (swapped) {
      while (heir == next) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          withdraw();
          return false;
        }
        swapped.wait(left);
      }
    }
    return true;
  }

  /** Without keys SIM-S signs nothing and LM-S believes nothing; who asks is told to come again. */
  private void withdraw() {
    withdrawn = true;
    ready = false;
    snapshot = snapshot.without(Topic.KEYS);
    LOG.error("no key is believed at {} until its tables are read anew", source.name());
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

  /**
   * Whether it is not known what was revoked: the revocations were not read yet, this view of them
   * is older than that, or entries of theirs were lost and no later revocation of all tokens makes
   * up for them. Then no token may be called good.
   */
  public boolean revocationsStale(TableSnapshot view, Duration oldest) {
    return !ready || age(Topic.REVOCATIONS).compareTo(oldest) > 0 || lacksRevocations(view);
  }

  private boolean lacksRevocations(TableSnapshot view) {
    Progress own = progress.get(Topic.REVOCATIONS);
    return own != null
        && own.lostUntil()
            .filter(until -> clock.instant().isBefore(until.plus(RevocationContent.OUTLIVES)))
            .filter(until -> !view.revoked().coverAllUntil(until))
            .isPresent();
  }

  /**
   * Returns when the snapshot is not older than a state that somebody else has decided on, or has
   * all there is where a topic has become shorter. Gives up after a while: then the view is so old,
   * too.
   */
  public void catchUp(Map<String, Long> state, Duration patience) {
    long start = System.nanoTime();
    synchronized (swapped) {
      while (!hasReached(state, start) && System.nanoTime() - start < patience.toNanos()) {
        try {
          swapped.wait(CATCHING_UP_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted before the tables were read", e);
        }
      }
    }
  }

  private boolean hasReached(Map<String, Long> state, long start) {
    Map<String, Long> offsets = snapshot.offsets();
    return progress.entrySet().stream()
        .allMatch(
            table -> {
              String name = table.getKey().in(source.topicPrefix());
              long wanted = state.getOrDefault(name, 0L);
              return offsets.getOrDefault(name, 0L) >= wanted
                  || table.getValue().endsBefore(wanted, start);
            });
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
    TableReader next = heir;
    if (next != null) {
      next.closed = true;
    }
    try {
      thread.join(GOODBYE.toMillis());
      thread.interrupt(); // only where a call to the broker does not come back
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
