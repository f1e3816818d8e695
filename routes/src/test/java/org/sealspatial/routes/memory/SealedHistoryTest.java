/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.Source;
import org.sealspatial.sim.TokenIds;

class SealedHistoryTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final TokenIds IDS = new TokenIds(new byte[32]);

  private static AuditRecord granted() {
    AuditRecord audit =
        AuditRecord.newBuilder()
            .setId("token.requests/0/7")
            .setTime(NOON)
            .setFlow(Flow.TOKEN)
            .setInstance("sim/a")
            .setSource(new Source("token.requests", 0, 7L, NOON))
            .setOutcome(Outcome.GRANTED)
            .setAuthenticated(true)
            .setClientId("arcade")
            .setRequestId("r1")
            .setRequestDigest(ByteBuffer.wrap(new byte[32]))
            .setProofHash("p1")
            .setJti("j1")
            .setIssuedAt(1L)
            .setExpiresAt(2L)
            .setGranted("{\"scope\":\"seal:SS_SmManagement:get\"}")
            .build();
    audit.setFacts(Map.of(SealedHistory.SEAL, IDS.seal(ReplayMemory.remembered(audit))));
    return audit;
  }

  private static AuditRecord read(AuditRecord written) {
    List<AuditRecord> read = new ArrayList<>();
    new SealedHistory((partition, since, reader) -> reader.accept(written), IDS::seal)
        .read(0, NOON, read::add);
    assertEquals(1, read.size());
    return read.get(0);
  }

  @Test
  void a_grant_under_the_seal_of_sim_is_handed_on_as_it_is() {
    assertEquals(granted(), read(granted()));
  }

  static List<Consumer<AuditRecord>> alterations() {
    return List.of(
        audit -> audit.setFacts(Map.of()),
        audit -> audit.setFacts(Map.of(SealedHistory.SEAL, "")),
        audit -> audit.setClientId("other"),
        audit -> audit.setRequestId("r2"),
        audit -> audit.setRequestDigest(ByteBuffer.wrap(new byte[31])),
        audit -> audit.setJti("j2"),
        audit -> audit.setIssuedAt(0L),
        audit -> audit.setExpiresAt(3L),
        audit -> audit.setGranted("{\"scope\":\"seal:SS_SmManagement:delete\"}"));
  }

  @ParameterizedTest
  @MethodSource("alterations")
  void a_grant_without_the_seal_or_altered_under_it_is_used_up_and_not_repeated(
      Consumer<AuditRecord> alteration) {
    AuditRecord altered = granted();
    alteration.accept(altered);

    AuditRecord read = read(altered);

    assertNull(read.getGranted());
    assertNull(read.getJti());
    assertEquals("REQUEST_ID_REUSED", read.getCause());
    assertEquals(altered.getRequestId(), read.getRequestId(), "it is remembered");
    assertEquals("p1", read.getProofHash());
  }

  @Test
  void a_refusal_needs_no_seal() {
    AuditRecord refused = granted();
    refused.setGranted(null);
    refused.setFacts(Map.of());
    assertEquals(refused, read(refused));
  }
}
