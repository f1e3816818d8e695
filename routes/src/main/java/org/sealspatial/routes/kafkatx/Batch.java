/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.sealspatial.routes.kafkatx.Answering.Room;

/**
 * The body of an exchange: the records of one poll, answered in one transaction. Not for more than
 * one thread at a time.
 */
public final class Batch {

  private final List<Inbound> records;
  private final List<Answer> answers;
  private final Quarantine quarantine;
  private final PartitionState state;
  private final Map<Inbound, Verdict> condemned;
  private final Bounds bounds;
  private long bytes;
  private int quarantined;
  private String firstQuarantined;

  Batch(
      List<Inbound> records,
      Quarantine quarantine,
      PartitionState state,
      Map<Inbound, Verdict> condemned,
      Bounds bounds) {
    this.records = Collections.unmodifiableList(records);
    this.answers = new ArrayList<>(records.size());
    this.quarantine = quarantine;
    this.state = state;
    this.condemned = condemned;
    this.bounds = bounds;
  }

  /** A batch that never saw a broker, for tests of routes. */
  public static Batch of(List<Inbound> records, Quarantine quarantine, PartitionState state) {
    return new Batch(List.copyOf(records), quarantine, state, Map.of(), Bounds.DEFAULT);
  }

  /** The records, those of one partition in the order of their offsets. */
  public List<Inbound> records() {
    return records;
  }

  /** The answers given so far: one for each of the first records. */
  public List<Answer> answers() {
    return Collections.unmodifiableList(answers);
  }

  /** The memory of the worker that handles this batch. */
  public <S extends PartitionState> S state(Class<S> type) {
    return type.cast(state);
  }

  /**
   * Answers the records in order. A record for which the function throws is answered by the
   * quarantine instead; the others are not touched by it. Stops early when the outbox is full or
   * the batch's time is over: then exactly the answered offsets are committed, and the rest comes
   * again first.
   */
  public void answerEach(Function<Inbound, Answer> answering) {
    answerEach((record, room) -> room == Room.LITTLE ? null : answering.apply(record));
  }

  /** The same for a route that has a small answer in place of one that can't be written. */
  public void answerEach(Answering answering) {
    long started = System.nanoTime();
    while (answers.size() < records.size() && !full(started)) {
      Inbound next = records.get(answers.size());
      take(answer(next, answering));
    }
  }

  /** How many records were answered by the quarantine. */
  int quarantined() {
    return quarantined;
  }

  /** Where and by what class of failure the first record was quarantined; never its message. */
  String firstQuarantined() {
    return firstQuarantined;
  }

  private boolean full(long started) {
    // At least one answer each time, or a single big one would hold the partition up for ever.
    return !answers.isEmpty()
        && (bytes >= bounds.outboxBytes()
            || System.nanoTime() - started >= bounds.batchTime().toNanos());
  }

  private void take(Answer answer) {
    answers.add(answer);
    bytes += answer.size();
  }

  private Answer answer(Inbound record, Answering answering) {
    Verdict verdict = condemned.get(record);
    if (verdict != null && !verdict.handled()) {
      return park(record, verdict.reason());
    }
    try {
      Answer answer = answering.answer(record, verdict == null ? Room.ENOUGH : Room.LITTLE);
      return answer == null ? park(record, unanswered(verdict)) : answer;
    } catch (StackOverflowError deep) {
      // Deeply nested input is the record's fault, and the stack is whole again here.
      return park(record, deep);
    } catch (VirtualMachineError dying) {
      throw dying;
    } catch (Throwable failure) {
      return park(record, failure);
    }
  }

  private static Exception unanswered(Verdict verdict) {
    return verdict == null
        ? new IllegalStateException("the handler gave no answer")
        : new AnswerTooLarge(verdict.reason());
  }

  private Answer park(Inbound record, Throwable failure) {
    state.quarantined(record);
    Answer answer = parked(record, failure);
    if (quarantined++ == 0) {
      firstQuarantined = record + " by " + Trouble.told(failure);
    }
    return answer;
  }

  private Answer parked(Inbound record, Throwable failure) {
    Throwable why;
    try {
      Answer answer = quarantine.quarantine(record, failure);
      if (answer != null) {
        return answer;
      }
      why = new NullPointerException();
    } catch (RuntimeException | StackOverflowError failed) {
      why = failed;
    }
    // Without the cause: whoever logs this must not meet a message that quotes the record.
    throw new IllegalStateException(
        "the quarantine failed for " + record + " by " + Trouble.place(why));
  }
}
