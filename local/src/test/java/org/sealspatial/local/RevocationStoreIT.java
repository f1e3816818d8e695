/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.SpatialResponse;

/** However a token was revoked, and whatever the broker does to keep the log short. */
@WithKafka
class RevocationStoreIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static TestStack stack;
  private static TokenLife life;

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    stack = TestStack.start(kafka.bootstrap());
    life = new TokenLife(stack);
  }

  @AfterAll
  static void every_request_offset_has_exactly_one_audit_record() throws Exception {
    try (var ended = stack) {
      Reconciliation.check(ended);
    }
  }

  private static String valueOf(By by, String ue, String token) throws Exception {
    return switch (by) {
      case JTI -> TokenLife.jti(token);
      case CLIENT -> DemoWorld.CLIENT;
      case SUBJECT -> ue;
      case SERVICE -> TokenLife.SM;
      case KEY -> CompactJws.parse(token).kid().orElseThrow();
      case ISSUED_BEFORE -> "*";
    };
  }

  @ParameterizedTest
  @EnumSource(By.class)
  void however_a_token_is_revoked_each_later_use_is_refused_and_audited_once(By by)
      throws Exception {
    // Given
    ValUe ue = stack.ue("ue-by-" + by);
    String token = life.token(ue.valUe());
    AccessToken claims = TokenLife.claims(token);
    assertEquals("200", life.lmReplies(ue, token));

    // When
    life.edits()
        .revoke(by, valueOf(by, ue.valUe(), token), claims.issuedAt(), Optional.of("a test"));
    life.awaitLm("TOKEN_REVOKED", ue.valUe(), token);

    // Then
    List<String> ids = new ArrayList<>();
    for (int use = 0; use < 3; use++) {
      SpatialRequestBody body = ue.asksSpatial(TokenLife.SM, "get", TokenLife.MAP_ONE);
      ids.add(body.getRequestId());
      SpatialResponse answer = stack.kafka().ask(ue, body, token);
      assertEquals("TOKEN_REVOKED", answer.getFailure().getCause());
    }
    life.awaitSim("false", ue.valUe(), token);
    for (String id : ids) {
      List<String> causes =
          stack.audit().stream()
              .filter(a -> id.equals(a.getRequestId()))
              .map(AuditRecord::getCause)
              .toList();
      assertEquals(List.of("TOKEN_REVOKED"), causes, "audited once");
    }
    await("a token that was issued later is good")
        .atMost(SOON)
        .until(() -> life.lmSaysOfNew(ue.valUe()), "200"::equals);
  }

  @Test
  void a_token_stays_revoked_when_superseded_entries_are_compacted_away_and_the_roles_restart()
      throws Exception {
    // Given: the same target twice
    String token = life.token("ue-compact");
    String bystander = life.token("ue-bystander");
    life.revokeSubject("ue-compact");
    life.revokeSubject("ue-compact");
    life.awaitLm("TOKEN_REVOKED", "ue-compact", token);
    List<Long> before = EagerCompaction.offsets(stack, "subject:ue-compact");
    assertEquals(2, before.size());

    // When: the broker compacts as soon as it can
    try (var compaction =
        new EagerCompaction(stack, life, new ConfigEntry("delete.retention.ms", "0"))) {
      compaction.await(
          "the superseded entry is gone", "subject:ue-compact", List.of(before.get(1))::equals);
    }

    // Then: for those that run, and for those that know only what is left
    assertEquals("TOKEN_REVOKED", life.lmSays("ue-compact", token));
    stack.restart();
    assertEquals("TOKEN_REVOKED", life.lmSays("ue-compact", token));
    assertFalse(life.introspected("ue-compact", token).get("active").booleanValue());
    assertEquals("200", life.lmSays("ue-bystander", bystander));
  }
}
