/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles and commits one batch after the other. A batch that holds a record whose answer can't be
 * written is done again with a {@link Verdict} on that record; if that does not end, one record at
 * a time.
 */
final class Attempts {

  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  /** So many times a batch is cleared of what can't be written before it is done one by one. */
  private static final int PASSES = 8;

  private final Station station;
  private final PartitionState state;
  private final Map<Inbound, Verdict> condemned = new IdentityHashMap<>();
  private int passes;
  private int oneByOne;

  Attempts(Station station, PartitionState state) {
    this.station = station;
    this.state = state;
  }

  /**
   * Answers the first of the records that wait.
   *
   * @return whether that was committed; otherwise there is a verdict on what could not be written
   * @throws RuntimeException if nothing was committed for a reason that is not a record's
   */
  boolean next(Seat seat) {
    long started = System.nanoTime();
    List<Inbound> records = seat.next(oneByOne > 0 ? 1 : station.bounds().maxPollRecords());
    Batch batch =
        new Batch(records, station.handling().quarantine(), state, condemned, station.bounds());
    try {
      handle(batch);
      seat.commit(batch);
    } catch (Condemned answers) {
      undo();
      condemn(answers, records.size());
      return false;
    } catch (RuntimeException failure) {
      undo();
      throw failure;
    }
    committed(batch, System.nanoTime() - started);
    return true;
  }

  /** The records in hand are gone; they come again by another seat. */
  void forget() {
    condemned.clear();
    passes = 0;
    oneByOne = 0;
  }

  private void handle(Batch batch) {
    Throwable failure = station.handling().route().run(batch);
    if (failure instanceof VirtualMachineError dying && !(failure instanceof StackOverflowError)) {
      throw dying;
    }
    if (failure != null) {
      throw new IllegalStateException("the route failed", failure);
    }
    if (batch.answers().isEmpty()) {
      throw new IllegalStateException("the route answered no record");
    }
  }

  private void undo() {
    station.meters().aborted();
    inStep(state::aborted);
  }

  private void condemn(Condemned answers, int batchSize) {
    Map.Entry<Inbound, Throwable> first = answers.records().entrySet().iterator().next();
    LOG.warn(
        "{}, as that of {}: {}",
        answers.getMessage(),
        first.getKey(),
        Trouble.told(first.getValue()));
    answers.records().forEach(this::condemn);
    if (++passes >= PASSES && oneByOne == 0) {
      oneByOne = batchSize;
    }
  }

  private void condemn(Inbound record, Throwable reason) {
    Verdict next = Verdict.after(condemned.get(record), reason);
    if (next == null) {
      condemned.remove(record); // when this is mended, it shall get its full answer
      throw new IllegalStateException("nor can the quarantine's answer to " + record, reason);
    }
    condemned.put(record, next);
  }

  private void committed(Batch batch, long nanos) {
    int answered = batch.answers().size();
    passes = 0;
    oneByOne = Math.max(0, oneByOne - answered);
    if (!condemned.isEmpty()) {
      batch.records().subList(0, answered).forEach(condemned::remove);
    }
    if (batch.quarantined() > 0) {
      LOG.warn("{} quarantined, first {}", batch.quarantined(), batch.firstQuarantined());
    }
    station.meters().committed(batch, nanos);
    inStep(state::committed);
  }

  private static void inStep(Runnable memory) {
    try {
      memory.run();
    } catch (RuntimeException failure) {
      // The memory does not know how the transaction ended: only a rebuild helps.
      throw new SeatLost("the memory could not follow its transaction", failure);
    }
  }
}
