/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.sealspatial.sim.domain.TokenKey.Stage;

/**
 * Whole lives of an instance under its schedule: looked at when somebody comes to it, with crashes
 * between any two steps, rotations that are asked for, and keys that are retired from outside.
 */
class KeyLivesTest {
  private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

  /** What comes next: time goes by, and something happens. */
  record Event(Duration pause, Happening what) {}

  enum Happening {
    LOOK,
    CRASH_AFTER_ONE_STEP,
    ASK_FOR_ROTATION,
    RETIRE_ACTIVE
  }

  @Property(tries = 500)
  void one_key_signs_and_no_token_outlives_its_key(
      @ForAll("times") KeyTimes times, @ForAll("events") List<Event> events) {
    var instance = new Instance(times, START.plus(Duration.ofDays(36500)));
    for (Event event : events) {
      instance.happens(event);
    }
  }

  @Property(tries = 200)
  void while_it_is_looked_at_in_time_there_is_always_exactly_one(
      @ForAll("times") KeyTimes times, @ForAll("asks") List<Boolean> asks) {
    var instance = new Instance(times, START.plus(Duration.ofDays(36500)));
    Duration beat = times.lead().dividedBy(4);
    for (int n = 0; n < 6; n++) {
      instance.happens(new Event(beat, Happening.LOOK));
    }
    for (boolean ask : asks) {
      instance.happens(new Event(beat, ask ? Happening.ASK_FOR_ROTATION : Happening.LOOK));
      assertTrue(instance.signer().isPresent(), "somebody signs at " + instance.now);
      long waiting =
          instance.keys.values().stream().filter(k -> k.stage() == Stage.PENDING).count();
      assertTrue(waiting <= 1, "one successor at most");
      // overlap: a key that signs no more is there for its acceptance, and a beat until somebody
      // looks
      long beats = times.acceptance().dividedBy(times.lead()) + 2;
      long former =
          instance.keys.values().stream().filter(k -> k.stage() == Stage.VERIFY_ONLY).count();
      assertTrue(former <= beats, former + " former keys");
    }
  }

  @Property(tries = 200)
  void near_the_end_of_the_anchor_nothing_outlives_it_and_nothing_runs_wild(
      @ForAll("times") KeyTimes times, @ForAll("events") List<Event> events) {
    Instant end = START.plus(times.validity()).plus(times.rotation());
    var instance = new Instance(times, end);
    for (Event event : events) {
      instance.happens(event);
      assertTrue(
          instance.keys.values().stream().allMatch(k -> !k.notAfter().isAfter(end)),
          "a key beyond the anchor");
    }
    instance.now = end.minusMillis(1);
    assertEquals(Optional.empty(), instance.signer(), "a token would outlive the anchor");
  }

  /** One instance and its table; it checks what must hold at every step. */
  private static final class Instance {
    private final KeyTimes times;
    private final KeySchedule schedule;
    private final Instant anchorEnd;
    private final Map<String, TokenKey> keys = new HashMap<>();
    private final Map<String, Instant> lastSigned = new HashMap<>();
    private final Map<String, Instant> published = new HashMap<>();
    private final Set<String> dead = new HashSet<>();
    private Instant now = START;
    private int made;

    Instance(KeyTimes times, Instant anchorEnd) {
      this.times = times;
      this.schedule = new KeySchedule(times);
      this.anchorEnd = anchorEnd;
    }

    Optional<TokenKey> signer() {
      return schedule.signer(keys.values(), now);
    }

    void happens(Event event) {
      sign();
      now = now.plus(event.pause());
      sign(); // nobody has looked since
      switch (event.what()) {
        case LOOK -> work(Integer.MAX_VALUE);
        case CRASH_AFTER_ONE_STEP -> work(1);
        case ASK_FOR_ROTATION -> {
          signer().ifPresent(k -> keys.put(k.kid(), asked(k)));
          work(Integer.MAX_VALUE);
        }
        case RETIRE_ACTIVE -> {
          signer().ifPresent(k -> retire(k.kid(), true));
          work(Integer.MAX_VALUE);
        }
      }
      sign();
    }

    private TokenKey asked(TokenKey k) {
      return new TokenKey(k.kid(), k.stage(), k.notBefore(), k.notAfter(), Optional.of(now), false);
    }

    private void sign() {
      signer()
          .ifPresent(
              key -> {
                assertFalse(dead.contains(key.kid()), "a retired key signs");
                Instant expires = now.plus(times.longestLife()).plus(times.leeway());
                assertTrue(expires.isBefore(key.notAfter()), "a token outlives its key");
                Instant known = published.get(key.kid()).plus(times.lead());
                assertFalse(now.isBefore(known), "it signs before everybody has seen it");
                lastSigned.put(key.kid(), now);
              });
    }

    private void work(int most) {
      int did = 0;
      for (int round = 0; round < 10; round++) {
        List<KeyStep> due = schedule.due(List.copyOf(keys.values()), now, anchorEnd);
        if (due.isEmpty()) {
          assertTrue(
              keys.values().stream().filter(k -> k.stage() == Stage.ACTIVE).count() <= 1,
              "several are active");
          return;
        }
        // what is published goes in one transaction, the rest one by one
        List<KeyStep> alone = new ArrayList<>();
        List<KeyStep> together = new ArrayList<>();
        for (KeyStep step : due) {
          boolean own = step instanceof KeyStep.Make || step instanceof KeyStep.Forget;
          (own ? alone : together).add(step);
        }
        for (KeyStep step : alone) {
          if (did++ == most) {
            return;
          }
          take(step);
        }
        if (!together.isEmpty() && did++ == most) {
          return;
        }
        together.forEach(this::take);
      }
      throw new AssertionError("there is always more to do: " + keys);
    }

    private void take(KeyStep step) {
      if (step instanceof KeyStep.Make make) {
        String kid = "k" + made++;
        keys.put(kid, new TokenKey(kid, Stage.MADE, now, make.until(), Optional.empty(), false));
      } else if (step instanceof KeyStep.Publish publish) {
        published.put(publish.kid(), now);
        TokenKey key = keys.get(publish.kid());
        keys.put(key.kid(), in(key, Stage.PENDING, publish.notBefore(), key.notAfter()));
      } else if (step instanceof KeyStep.Activate activate) {
        TokenKey key = keys.get(activate.kid());
        assertEquals(Stage.PENDING, key.stage());
        keys.put(key.kid(), in(key, Stage.ACTIVE, activate.since(), key.notAfter()));
      } else if (step instanceof KeyStep.Demote demote) {
        TokenKey key = keys.get(demote.kid());
        assertEquals(Stage.ACTIVE, key.stage());
        keys.put(key.kid(), in(key, Stage.VERIFY_ONLY, key.notBefore(), demote.until()));
      } else if (step instanceof KeyStep.Retire retire) {
        retire(retire.kid(), false);
      } else if (step instanceof KeyStep.Forget forget) {
        keys.remove(forget.kid());
      }
    }

    private void retire(String kid, boolean emergency) {
      Instant last = lastSigned.get(kid);
      if (last != null && !emergency) {
        Instant expires = last.plus(times.longestLife()).plus(times.leeway());
        assertFalse(now.isBefore(expires), "retired while a token under it is good");
      }
      dead.add(kid);
      TokenKey key = keys.get(kid);
      keys.put(kid, in(key, Stage.RETIRED, key.notBefore(), key.notAfter()));
    }

    private static TokenKey in(TokenKey key, Stage stage, Instant from, Instant until) {
      return new TokenKey(key.kid(), stage, from, until, Optional.empty(), false);
    }
  }

  @Provide
  Arbitrary<KeyTimes> times() {
    return Combinators.combine(
            millis(1_000, 90L * 24 * 3_600_000),
            millis(1_000, 3_600_000),
            millis(1_000, 24L * 3_600_000),
            millis(0, 30_000))
        .as(KeyTimes::new);
  }

  @Provide
  Arbitrary<List<Event>> events() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(3, millis(0, 60_000)),
                Tuple.of(3, millis(0, 4L * 3_600_000)),
                Tuple.of(1, millis(0, 120L * 24 * 3_600_000))),
            Arbitraries.frequency(
                Tuple.of(10, Happening.LOOK),
                Tuple.of(4, Happening.CRASH_AFTER_ONE_STEP),
                Tuple.of(2, Happening.ASK_FOR_ROTATION),
                Tuple.of(1, Happening.RETIRE_ACTIVE)))
        .as(Event::new)
        .list()
        .ofMaxSize(80);
  }

  @Provide
  Arbitrary<List<Boolean>> asks() {
    return Arbitraries.frequency(Tuple.of(9, false), net.jqwik.api.Tuple.of(1, true))
        .list()
        .ofMinSize(20)
        .ofMaxSize(200);
  }

  private static Arbitrary<Duration> millis(long least, long most) {
    return Arbitraries.longs().between(least, most).map(Duration::ofMillis);
  }
}
