/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.sealspatial.schemas.Topic;

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
  private static final Duration CATCHING_UP = Duration.ofMillis(20);

  private final Source source;
  private final Reading reading;
  private final TableView view;
  private final Positions positions;
  private final Losses losses;

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
    this.reading = new Reading(source, tables, registry);
    this.view = reading.view();
    this.positions = reading.positions();
    this.losses = reading.losses();
  }

  /** Starts the thread and returns at once. */
  public TableReader start() {
    reading.start();
    return this;
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

  /** Has this one, started on all signed tables, take over; false: not in time. */
  boolean adopt(TableReader next, Duration patience) throws InterruptedException {
    return reading.succession().adopt(next.reading, patience);
  }

  /** Whether everything that was written before the start has been read. */
  public boolean ready() {
    return view.ready();
  }

  /** The tables now; empty until {@link #ready}. */
  public TableSnapshot snapshot() {
    return view.snapshot();
  }

  /** Time since the view of this table had everything that was written; grows while it lags. */
  public Duration age(Topic topic) {
    return Duration.ofNanos(positions.of(topic).age(System.nanoTime()));
  }

  /**
   * Whether it is not known what was revoked: the revocations were not read yet, this view of them
   * is older than that, or entries of theirs were lost and no later revocation of all tokens makes
   * up for them. Then no token may be called good.
   */
  public boolean revocationsStale(TableSnapshot snapshot, Duration oldest) {
    return !view.ready()
        || age(Topic.REVOCATIONS).compareTo(oldest) > 0
        || losses.lackRevocations(snapshot);
  }

  /**
   * Returns when the snapshot is not older than a state that somebody else has decided on, or has
   * all there is where a topic has become shorter. Gives up after a while: then the view is so old,
   * too.
   */
  public void catchUp(Map<String, Long> state, Duration patience) {
    long start = System.nanoTime();
    try {
      view.await(now -> positions.cover(state, now.offsets(), start), patience, CATCHING_UP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the tables were read", e);
    }
  }

  /** What it reads. */
  public Set<Topic> topics() {
    return Set.copyOf(positions.topics());
  }

  /** Whether this table has a topic; while one has none, none is read. */
  public boolean isThere(Topic topic) {
    return positions.of(topic).isThere();
  }

  /** Records of this table that were written and not read yet, as far as known. */
  public long lag(Topic topic) {
    return positions.of(topic).lag();
  }

  /** Waits until all that was written before the start has been read; false: not in time. */
  public boolean awaitReady(Duration patience) throws InterruptedException {
    return await(tables -> view.ready(), patience);
  }

  /** Waits until the snapshot has the record at this offset; false: not in time. */
  public boolean awaitOffset(Topic topic, long offset, Duration patience)
      throws InterruptedException {
    positions.of(topic); // read here at all
    String name = topic.in(source.topicPrefix());
    return await(tables -> tables.offsets().getOrDefault(name, 0L) > offset, patience);
  }

  /** Waits until the snapshot fulfils a condition; false: not in time. */
  public boolean await(Predicate<TableSnapshot> condition, Duration patience)
      throws InterruptedException {
    return view.await(condition, patience);
  }

  /** Ends the thread. */
  @Override
  public void close() {
    reading.close();
  }
}
