/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.schemas.Topic.POLICIES;
import static org.sealspatial.schemas.Topic.REVOCATIONS;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sealspatial.routes.table.Operator.Signed;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.routes.table.RevokedTokens.TokenIdentity;

/** A role does not hold revocations for ever, and never lets one go that can still hit a token. */
class ForgottenRevocationsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration LONGEST_LIFE = Duration.ofHours(24);
  private static final Duration LONGEST_LEEWAY = Duration.ofSeconds(30);
  private static final Duration HELD = RevocationContent.OUTLIVES.plusHours(1);
  private static final Operator OPERATOR = new Operator();

  private final SetClock clock = new SetClock(NOON);
  private final SignedTable<RevocationContent> table =
      SignedTable.revocations(List.of(OPERATOR.anchor()));
  private final TableFold fold = new TableFold(List.of(table), clock);

  private static TokenIdentity token(String jti) {
    return new TokenIdentity(jti, "client-1", "ue-1", "SS_SmManagement", "kid-1");
  }

  private static Signed entry(long sequence, long bundle, RevocationContent revocation) {
    return OPERATOR.entry(REVOCATIONS, revocation.id(), sequence, bundle, revocation.toJson());
  }

  private static RevocationContent of(String jti, Instant until) {
    return RevocationContent.of(By.JTI, jti, until, Optional.empty());
  }

  /** A look at every part. */
  private static RevokedTokens afterForgetting(TableFold fold) {
    for (int part = 0; part < 1 << 12; part++) {
      fold.forgetExpired();
    }
    return fold.snapshot(Map.of()).revoked();
  }

  private static void take(TableFold fold, Signed signed) throws BadRecord {
    fold.take(signed.topic(), signed.key(), signed.value());
  }

  @Test
  void what_can_hit_no_token_any_more_is_forgotten_with_all_that_was_kept_of_it() throws Exception {
    // Given: one revocation a second
    List<Signed> entries = new ArrayList<>();
    for (int n = 0; n < 200; n++) {
      Signed entry = entry(1, 0, of("jti-" + n, NOON.plusSeconds(n)));
      entries.add(entry);
      take(fold, entry);
    }

    RevokedTokens before = fold.snapshot(Map.of()).revoked();

    // When
    clock.set(NOON.plus(HELD).plusSeconds(100));
    RevokedTokens left = afterForgetting(fold);

    // Then
    assertEquals(100, left.size(), "targets");
    assertFalse(left.contain(token("jti-99"), NOON));
    assertTrue(left.contain(token("jti-100"), NOON.plusSeconds(100)));
    assertTrue(before.contain(token("jti-99"), NOON), "the earlier view is as it was");

    // When a forgotten one comes back, as after a restart on a log that was not compacted
    take(fold, entries.get(0));

    // Then
    assertEquals(100, afterForgetting(fold).size());
    clock.set(NOON.plus(HELD).plusSeconds(1000));
    assertEquals(0, afterForgetting(fold).size(), "all of them");
  }

  @Test
  void a_later_revocation_of_the_same_target_is_held_for_its_own_time() throws Exception {
    take(fold, entry(1, 0, of("jti-1", NOON)));
    take(fold, entry(2, 0, of("jti-1", NOON.plusSeconds(60))));

    clock.set(NOON.plus(HELD).plusSeconds(1));
    assertTrue(afterForgetting(fold).contain(token("jti-1"), NOON.plusSeconds(60)));

    clock.set(NOON.plus(HELD).plusSeconds(61));
    assertEquals(0, afterForgetting(fold).size());
  }

  @Test
  void no_token_that_was_refused_can_be_accepted_once_its_revocation_is_forgotten() {
    var random = new Random(11);
    for (int round = 0; round < 300; round++) {
      var collected = new RevokedTokens.Collected();
      // Given: a revocation, whatever its writer says of its end
      Instant until = NOON.plusSeconds(random.nextInt(10_000));
      Instant claimed = until.plusSeconds(random.nextInt(200_000));
      collected.add(new RevocationContent(By.JTI, "jti", until, claimed, Optional.empty()));

      // When: the last moment at which a token that it hits could be accepted
      Instant issued = until.minusSeconds(random.nextInt(3600));
      Duration life = LONGEST_LIFE.minusSeconds(random.nextInt(3600));
      Instant last = issued.plus(life).plus(LONGEST_LEEWAY);
      for (int part = 0; part < 1 << 12; part++) {
        collected.forgetExpired(last);
      }

      // Then
      assertTrue(collected.freeze().contain(token("jti"), issued), "round " + round);
    }
  }

  @Test
  void agrees_with_a_plain_map_while_entries_come_and_go() {
    var random = new Random(5);
    var collected = new RevokedTokens.Collected();
    Map<String, Instant> plain = new HashMap<>();
    for (int n = 0; n < 20_000; n++) {
      Instant until = NOON.plusSeconds(n);
      String jti = "jti-" + random.nextInt(3000);
      collected.add(of(jti, until));
      plain.put(jti, until);
      Instant now = until.plus(HELD).minusSeconds(1000);
      collected.forgetExpired(now);
      if (n % 4000 == 3999) {
        RevokedTokens earlier = collected.freeze();
        for (int part = 0; part < 1 << 12; part++) {
          collected.forgetExpired(now);
        }
        plain.values().removeIf(held -> now.isAfter(held.plus(HELD)));
        agree(plain, collected.freeze());
        plain.forEach(
            (held, time) -> assertTrue(earlier.contain(token(held), time), "an earlier view"));
      }
    }
  }

  private static void agree(Map<String, Instant> plain, RevokedTokens revoked) {
    assertEquals(plain.size(), revoked.size());
    for (int n = 0; n < 3000; n++) {
      Instant until = plain.get("jti-" + n);
      assertEquals(until != null, revoked.contain(token("jti-" + n), NOON), "jti-" + n);
      assertFalse(
          until != null && revoked.contain(token("jti-" + n), until.plusSeconds(1)),
          "issued after it");
    }
  }

  @Test
  void an_entry_whose_bundle_still_waits_keeps_its_sequence() throws Exception {
    // Given: an old revocation in force, and a new one of the same target in a bundle to come
    SignedTable<String> policies = OPERATOR.texts(POLICIES);
    var gated = new TableFold(List.of(policies, table), clock);
    take(gated, entry(1, 0, of("jti-1", NOON)));
    clock.set(NOON.plus(HELD).plusSeconds(1));
    Instant now = clock.instant();
    take(gated, entry(2, 1, of("jti-1", now)));

    // When
    afterForgetting(gated);
    take(gated, OPERATOR.entry(POLICIES, "p", 1, 1, "policy"));
    take(gated, OPERATOR.manifest(1, REVOCATIONS, "jti:jti-1", 2, POLICIES, "p", 1));

    // Then
    assertEquals(OptionalLong.of(1), gated.activate());
    assertTrue(gated.snapshot(Map.of()).revoked().contain(token("jti-1"), now));
  }
}
