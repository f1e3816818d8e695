/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealspatial.routes.table.Operator.Signed;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.routes.table.RevokedTokens.TokenIdentity;
import org.sealspatial.schemas.Topic;

class RevokedTokensTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final TokenIdentity TOKEN =
      new TokenIdentity("jti-1", "client-1", "ue-1", "SS_SmManagement", "kid-1");
  private static final TokenIdentity OTHER =
      new TokenIdentity("jti-2", "client-2", "ue-2", "SS_SAnDiscovery", "kid-2");
  private static final Operator OPERATOR = new Operator();

  private static RevocationContent of(By by, String value, Instant until) {
    return RevocationContent.of(by, value, until, Optional.empty());
  }

  private static String valueOf(By by) {
    return switch (by) {
      case JTI -> "jti-1";
      case CLIENT -> "client-1";
      case SUBJECT -> "ue-1";
      case SERVICE -> "SS_SmManagement";
      case KEY -> "kid-1";
      case ISSUED_BEFORE -> "*";
    };
  }

  @ParameterizedTest
  @EnumSource(By.class)
  void hits_what_it_names_and_was_issued_until_then_and_nothing_else(By by) {
    var collected = new RevokedTokens.Collected();
    RevokedTokens before = collected.freeze();
    collected.add(of(by, valueOf(by), NOON));
    RevokedTokens revoked = collected.freeze();

    assertTrue(revoked.contain(TOKEN, NOON));
    assertTrue(revoked.contain(TOKEN, NOON.minusSeconds(300)));
    assertFalse(revoked.contain(TOKEN, NOON.plusSeconds(1)), "issued after it");
    assertEquals(by == By.ISSUED_BEFORE, revoked.contain(OTHER, NOON));
    assertFalse(before.contain(TOKEN, NOON), "the earlier view is as it was");
  }

  @Test
  void a_value_of_one_kind_is_none_of_another() {
    var collected = new RevokedTokens.Collected();
    collected.add(of(By.CLIENT, "ue-1", NOON));
    assertFalse(collected.freeze().contain(TOKEN, NOON));
  }

  @Test
  void a_weaker_revocation_of_the_same_target_gives_nothing_back() {
    var collected = new RevokedTokens.Collected();
    collected.add(of(By.CLIENT, "client-1", NOON));
    RevokedTokens revoked = collected.freeze();
    collected.add(of(By.CLIENT, "client-1", NOON.minusSeconds(60)));
    assertSame(revoked, collected.freeze());
    collected.add(of(By.CLIENT, "client-1", NOON.plusSeconds(60)));
    assertTrue(collected.freeze().contain(TOKEN, NOON.plusSeconds(60)));
    assertFalse(revoked.contain(TOKEN, NOON.plusSeconds(60)), "the earlier view is as it was");
  }

  @Test
  void agrees_with_a_plain_map_however_many_there_are() {
    var random = new Random(7);
    var plain = new HashMap<String, Instant>();
    var collected = new RevokedTokens.Collected();
    for (int n = 0; n < 20_000; n++) {
      String jti = "jti-" + random.nextInt(10_000);
      Instant until = NOON.plusSeconds(random.nextInt(1000));
      collected.add(of(By.JTI, jti, until));
      plain.merge(jti, until, (a, b) -> a.isAfter(b) ? a : b);
      if (n % 1000 == 0) {
        agree(plain, collected.freeze(), random);
      }
    }
    agree(plain, collected.freeze(), random);
  }

  private static void agree(Map<String, Instant> plain, RevokedTokens revoked, Random random) {
    for (int n = 0; n < 12_000; n++) {
      Instant issued = NOON.plusSeconds(random.nextInt(1000));
      Instant until = plain.get("jti-" + n);
      assertEquals(
          until != null && !issued.isAfter(until),
          revoked.contain(new TokenIdentity("jti-" + n, "c", "s", "v", "k"), issued));
    }
  }

  @Test
  void issued_before_names_all_tokens_or_is_refused() {
    ObjectNode json = of(By.ISSUED_BEFORE, "x", NOON).toJson();
    assertThrows(InvalidContent.class, () -> RevocationContent.parse(json));
  }

  private static Signed entry(long sequence, RevocationContent revocation) {
    return OPERATOR.entry(Topic.REVOCATIONS, revocation.id(), sequence, 0, revocation.toJson());
  }

  @Test
  void the_table_gives_no_token_back_by_deletion_tombstone_or_a_weaker_entry() throws Exception {
    // Given: a revoked token
    var table = SignedTable.revocations(List.of(OPERATOR.anchor()));
    var fold = new TableFold(List.of(table), Clock.fixed(NOON, ZoneOffset.UTC));
    RevocationContent revocation = of(By.JTI, "jti-1", NOON);
    Signed first = entry(1, revocation);
    fold.take(Topic.REVOCATIONS, first.key(), first.value());

    // When: a tombstone, a signed deletion, and a later entry that hits less
    assertThrows(BadRecord.class, () -> fold.take(Topic.REVOCATIONS, first.key(), null));
    Signed deletion = OPERATOR.deletion(Topic.REVOCATIONS, revocation.id(), 2, 0);
    fold.take(Topic.REVOCATIONS, deletion.key(), deletion.value());
    Signed weaker = entry(3, of(By.JTI, "jti-1", NOON.minusSeconds(1)));
    fold.take(Topic.REVOCATIONS, weaker.key(), weaker.value());

    // Then
    assertTrue(fold.snapshot(Map.of()).revoked().contain(TOKEN, NOON));
  }
}
