/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

class BatchTest {

  private final List<Inbound> parked = new ArrayList<>();
  private final RecordingState state = new RecordingState();

  @Test
  void answers_every_record_in_order() {
    Batch batch = Batch.of(records(3), this::park, state);

    batch.answerEach(record -> answer(record.key()));

    assertEquals(List.of("r0", "r1", "r2"), keys(batch));
    assertEquals(List.of(), parked);
  }

  @Test
  void a_record_whose_handling_throws_is_answered_by_the_quarantine_alone() {
    Batch batch = Batch.of(records(3), this::park, state);

    batch.answerEach(record -> record.key().equals("r1") ? fail() : answer(record.key()));

    assertEquals(List.of("r0", "parked", "r2"), keys(batch));
    assertEquals(1, batch.quarantined());
  }

  @Test
  void what_a_failing_record_staged_is_void() {
    Batch batch = Batch.of(records(2), this::park, state);
    state.assigned("in", 0);

    batch.answerEach(
        record -> {
          state.stage(record);
          return record.key().equals("r1") ? fail() : answer(record.key());
        });
    state.committed();

    assertEquals(List.of("r0"), List.copyOf(state.remembered));
  }

  @Test
  void no_answer_is_a_failure_of_the_record() {
    Batch batch = Batch.of(records(1), this::park, state);

    batch.answerEach(record -> null);

    assertEquals(List.of("parked"), keys(batch));
  }

  @Test
  void an_exhausted_stack_is_the_records_fault_but_an_exhausted_heap_is_not() {
    Batch deep = Batch.of(records(1), this::park, state);
    deep.answerEach(
        record -> {
          throw new StackOverflowError();
        });
    assertEquals(List.of("parked"), keys(deep));

    Batch dying = Batch.of(records(1), this::park, state);
    assertThrows(
        OutOfMemoryError.class,
        () ->
            dying.answerEach(
                record -> {
                  throw new OutOfMemoryError("simulated");
                }));
  }

  @Test
  void a_failing_quarantine_fails_the_batch_and_quotes_nothing() {
    Batch batch =
        Batch.of(
            records(1),
            (record, failure) -> {
              throw new IllegalArgumentException("token eyJhbGciOi");
            },
            state);

    IllegalStateException failed =
        assertThrows(IllegalStateException.class, () -> batch.answerEach(record -> fail()));

    assertTrue(failed.getMessage().startsWith("the quarantine failed for in-0@0"));
    assertFalse(failed.getMessage().contains("eyJ"));
    assertNull(failed.getCause());
  }

  @Test
  void a_full_outbox_stops_after_the_answer_that_filled_it() {
    Bounds bounds = new Bounds(1, 500, Duration.ZERO, Duration.ofSeconds(2), 250);
    Batch batch = new Batch(records(5), this::park, state, Map.of(), bounds);

    batch.answerEach(record -> answer(record.key()));

    assertEquals(List.of("r0", "r1", "r2"), keys(batch), "three of a little over 100 bytes");
  }

  @Test
  void one_answer_is_taken_however_large_it_is() {
    Bounds bounds = new Bounds(1, 500, Duration.ZERO, Duration.ofSeconds(2), 1);
    Batch batch = new Batch(records(5), this::park, state, Map.of(), bounds);

    batch.answerEach(record -> answer(record.key()));

    assertEquals(List.of("r0"), keys(batch));
  }

  @Test
  void a_condemned_record_is_not_handled_again() {
    List<Inbound> records = records(2);
    Throwable reason = new IllegalArgumentException("too large");
    Batch batch =
        new Batch(
            records,
            (record, failure) -> {
              assertSame(reason, failure);
              return answer("parked");
            },
            state,
            Map.of(records.get(0), new Verdict(false, reason)),
            Bounds.DEFAULT);

    batch.answerEach(
        record -> {
          assertFalse(record == records.get(0));
          return answer(record.key());
        });

    assertEquals(List.of("parked", "r1"), keys(batch));
  }

  @Test
  void a_record_whose_answer_was_too_large_is_handled_again_with_little_room() {
    List<Inbound> records = records(2);
    Map<Inbound, Verdict> large = Map.of(records.get(0), tooLarge());
    Batch batch = new Batch(records, this::park, state, large, Bounds.DEFAULT);

    batch.answerEach((record, room) -> answer(record.key() + room));

    assertEquals(List.of("r0LITTLE", "r1ENOUGH"), keys(batch));
    assertEquals(0, batch.quarantined());
  }

  @Test
  void who_has_no_smaller_answer_leaves_it_to_the_quarantine() {
    List<Inbound> records = records(1);
    Map<Inbound, Verdict> large = Map.of(records.get(0), tooLarge());
    Quarantine small =
        (record, failure) -> answer(failure instanceof AnswerTooLarge ? "small" : "parked");
    Batch batch = new Batch(records, small, state, large, Bounds.DEFAULT);

    batch.answerEach(record -> answer(record.key()));

    assertEquals(List.of("small"), keys(batch));
  }

  private static Verdict tooLarge() {
    return Verdict.after(null, new RecordTooLargeException());
  }

  @Test
  void each_verdict_is_smaller_than_the_last_until_there_is_none() {
    var size = new RecordTooLargeException();
    var topic = new InvalidTopicException();
    Verdict little = Verdict.after(null, size);
    Verdict parked = Verdict.after(null, topic);
    Verdict small = Verdict.after(parked, size);

    assertTrue(little.handled());
    assertSame(topic, parked.reason());
    assertSame(topic, Verdict.after(little, topic).reason());
    assertTrue(Verdict.after(little, size).reason() instanceof AnswerTooLarge);
    assertTrue(small.reason() instanceof AnswerTooLarge);
    assertNull(Verdict.after(small, size));
    assertNull(Verdict.after(parked, topic));
  }

  @Test
  void the_place_of_a_failure_is_told_but_not_its_message() {
    Batch batch = Batch.of(records(1), this::park, state);

    batch.answerEach(
        record -> {
          throw new IllegalArgumentException("token eyJhbGciOi");
        });

    assertFalse(batch.firstQuarantined().contains("eyJ"), batch.firstQuarantined());
  }

  private Answer park(Inbound record, Throwable failure) {
    parked.add(record);
    return answer("parked");
  }

  private static Answer fail() {
    throw new IllegalArgumentException("poison");
  }

  private static Answer answer(String key) {
    return Answer.of(Outbound.of("out", 0, key, new byte[1], Map.of()));
  }

  private static List<String> keys(Batch batch) {
    return batch.answers().stream().map(answer -> answer.outputs().get(0).key()).toList();
  }

  private static List<Inbound> records(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> Inbound.of("in", 0, n, ("r" + n).getBytes(StandardCharsets.UTF_8), null))
        .toList();
  }
}
