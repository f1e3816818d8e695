/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sealspatial.sim.domain.TokenKey.Stage;

class KeyScheduleTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Instant FAR = NOW.plus(Duration.ofDays(3650));
  private static final KeyTimes TIMES =
      new KeyTimes(
          Duration.ofDays(30), Duration.ofSeconds(20), Duration.ofHours(1), Duration.ofSeconds(30));
  private static final KeySchedule SCHEDULE = new KeySchedule(TIMES);
  private static final Duration ACCEPTANCE = Duration.ofMinutes(61);

  private static TokenKey key(String kid, Stage stage, Instant from) {
    return new TokenKey(kid, stage, from, FAR, Optional.empty(), false);
  }

  private static List<KeyStep> due(TokenKey... keys) {
    return SCHEDULE.due(List.of(keys), NOW, FAR);
  }

  private static Instant later(Duration time) {
    return NOW.plus(time);
  }

  @Test
  void a_key_is_believed_for_the_longest_life_and_a_minute_after_its_last_signature() {
    assertEquals(ACCEPTANCE, TIMES.acceptance());
  }

  @Test
  void who_has_no_key_makes_one_publishes_it_and_signs_when_everybody_has_seen_it() {
    var made = due();
    assertEquals(List.of(new KeyStep.Make(NOW.plus(TIMES.validity()))), made);
    assertEquals(
        List.of(new KeyStep.Publish("a", later(TIMES.lead()))), due(key("a", Stage.MADE, NOW)));
    assertEquals(List.of(), due(key("a", Stage.PENDING, later(Duration.ofMillis(1)))));
    assertEquals(List.of(new KeyStep.Activate("a", NOW)), due(key("a", Stage.PENDING, NOW)));
  }

  @Test
  void a_key_has_a_successor_in_time_and_steps_back_when_that_signs() {
    Instant fresh = NOW.minus(TIMES.rotation()).plus(TIMES.lead()).plusMillis(1);
    TokenKey young = key("a", Stage.ACTIVE, fresh);
    assertEquals(List.of(), due(young));
    TokenKey old = key("a", Stage.ACTIVE, fresh.minusMillis(1));
    assertEquals(List.of(new KeyStep.Make(NOW.plus(TIMES.validity()))), due(old));
    assertEquals(
        List.of(new KeyStep.Activate("b", NOW), new KeyStep.Demote("a", later(ACCEPTANCE))),
        due(old, key("b", Stage.PENDING, NOW)));
  }

  @Test
  void a_key_that_verifies_only_is_retired_at_its_end_and_a_retired_one_destroyed() {
    var ending =
        new TokenKey(
            "a", Stage.VERIFY_ONLY, NOW, later(Duration.ofMillis(1)), Optional.empty(), false);
    var ended = new TokenKey("a", Stage.VERIFY_ONLY, NOW, NOW, Optional.empty(), false);
    TokenKey signing = key("b", Stage.ACTIVE, NOW);
    assertEquals(List.of(), due(ending, signing));
    assertEquals(List.of(new KeyStep.Retire("a")), due(ended, signing));
    assertEquals(List.of(new KeyStep.Forget("a")), due(key("a", Stage.RETIRED, NOW), signing));
  }

  @Test
  void who_is_asked_to_rotate_makes_a_successor_at_once() {
    var asked = new TokenKey("a", Stage.ACTIVE, NOW, FAR, Optional.of(NOW), false);
    assertEquals(List.of(new KeyStep.Make(NOW.plus(TIMES.validity()))), due(asked));
    assertEquals(
        List.of(), due(asked, key("b", Stage.PENDING, later(TIMES.lead()))), "has one already");
  }

  @Test
  void after_an_emergency_another_key_is_made_and_the_dead_one_never_comes_back() {
    var steps = due(key("a", Stage.RETIRED, NOW.minus(Duration.ofDays(1))));
    assertEquals(
        List.of(new KeyStep.Forget("a"), new KeyStep.Make(NOW.plus(TIMES.validity()))), steps);
    assertEquals(
        List.of(new KeyStep.Forget("a"), new KeyStep.Activate("b", NOW)),
        due(key("a", Stage.RETIRED, NOW), key("b", Stage.PENDING, NOW)),
        "a successor that was published already signs at once");
  }

  @Test
  void a_new_anchor_replaces_what_the_old_one_certified() {
    var active = new TokenKey("a", Stage.ACTIVE, NOW, FAR, Optional.empty(), true);
    var pending = new TokenKey("b", Stage.PENDING, NOW, FAR, Optional.empty(), true);
    var made = new TokenKey("c", Stage.MADE, NOW, FAR, Optional.empty(), true);
    assertEquals(
        List.of(
            new KeyStep.Retire("b"),
            new KeyStep.Forget("c"),
            new KeyStep.Make(NOW.plus(TIMES.validity()))),
        due(active, pending, made));
    assertEquals("a", SCHEDULE.signer(List.of(active), NOW).orElseThrow().kid(), "until then");
  }

  @Test
  void no_key_is_certified_beyond_the_anchor_and_none_is_made_that_could_not_sign() {
    Instant soon = later(Duration.ofDays(2));
    assertEquals(
        List.of(new KeyStep.Make(soon)), SCHEDULE.due(List.of(), NOW, soon), "ends with it");
    Instant tooSoon = NOW.plus(ACCEPTANCE).plus(TIMES.lead().multipliedBy(2));
    assertEquals(List.of(), SCHEDULE.due(List.of(), NOW, tooSoon));
  }

  @Test
  void a_key_whose_end_is_near_signs_no_more_even_where_nobody_took_over() {
    var ending =
        new TokenKey("a", Stage.ACTIVE, NOW, NOW.plus(ACCEPTANCE), Optional.empty(), false);
    assertEquals(Optional.empty(), SCHEDULE.signer(List.of(ending), NOW));
    assertEquals(Optional.of(ending), SCHEDULE.signer(List.of(ending), NOW.minusMillis(1)));
    assertTrue(due(ending).contains(new KeyStep.Demote("a", NOW.plus(ACCEPTANCE))));
  }

  @Test
  void what_a_crash_left_over_goes_away() {
    assertEquals(
        List.of(new KeyStep.Forget("c"), new KeyStep.Retire("p")),
        due(
            key("b", Stage.PENDING, later(Duration.ofSeconds(1))),
            key("c", Stage.MADE, NOW),
            key("p", Stage.PENDING, later(Duration.ofSeconds(2)))));
    assertEquals(
        List.of(new KeyStep.Demote("a", later(ACCEPTANCE))),
        due(key("a", Stage.ACTIVE, NOW.minusSeconds(9)), key("b", Stage.ACTIVE, NOW)),
        "of two active keys the newer one signs");
  }
}
