/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.replay.Recall;
import org.sealspatial.jose.replay.RequestMemory;
import org.sealspatial.jose.replay.Room;
import org.sealspatial.routes.audit.AuditTrail;
import org.sealspatial.routes.kafkatx.Inbound;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.Source;

/** What a new owner of a partition knows of the requests that others answered. */
class ReplayMemoryTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final String TOPIC = "seal.http.token.requests.v1";
  private static final byte[] DIGEST = Base64Url.sha256(new byte[] {1});

  private static AuditRecord audit(String requestId, Map<String, String> facts) {
    var audit = new AuditRecord();
    audit.setId(TOPIC + "/0/" + requestId);
    audit.setTime(NOON);
    audit.setFlow(Flow.TOKEN);
    audit.setInstance("sim/a");
    audit.setSource(new Source(TOPIC, 0, 1L, NOON));
    audit.setOutcome(Outcome.GRANTED);
    audit.setAuthenticated(true);
    audit.setRequestId(requestId);
    audit.setClientId("arcade");
    audit.setProofHash("assertion-of-" + requestId);
    audit.setRequestDigest(ByteBuffer.wrap(DIGEST));
    audit.setFacts(facts);
    audit.setState(Map.of());
    return audit;
  }

  private static RequestMemory rebuilt(List<AuditRecord> audits) {
    var replay =
        new ReplayMemory(
            (partition, since, reader) -> audits.forEach(reader),
            state -> {},
            Clock.fixed(NOON, ZoneOffset.UTC),
            100,
            Duration.ofMinutes(10),
            new Room(1_000));
    replay.assigned(TOPIC, 0);
    return replay.of(Inbound.of(TOPIC, 0, 2, new byte[0], new byte[0]));
  }

  private static Recall recall(RequestMemory memory, String requestId, String proof) {
    return memory.recall("arcade", requestId, Base64Url.encode(DIGEST), proof, NOON);
  }

  @Test
  void assertion_and_dpop_proof_of_an_answered_request_are_both_used_up() {
    RequestMemory memory =
        rebuilt(
            List.of(
                audit("r-1", Map.of(AuditTrail.DPOP_HASH, "dpop-of-r-1")), audit("r-2", Map.of())));

    assertEquals(Recall.SAME_PROOF, recall(memory, "r-1", "assertion-of-r-1"));
    assertEquals(Recall.SAME_PROOF, recall(memory, "r-1", "dpop-of-r-1"));
    assertEquals(Recall.SAME_REQUEST, recall(memory, "r-1", "new"));
    assertEquals(Recall.PROOF_REPLAYED, recall(memory, "r-3", "dpop-of-r-1"));
    assertEquals(Recall.PROOF_REPLAYED, recall(memory, "r-3", "assertion-of-r-2"));
    assertEquals(Recall.FRESH, recall(memory, "r-3", "dpop-of-r-2"));
  }

  @Test
  void what_nobody_proved_uses_nothing_up() {
    AuditRecord unproven = audit("r-1", Map.of(AuditTrail.DPOP_HASH, "dpop-of-r-1"));
    unproven.setAuthenticated(false);
    RequestMemory memory = rebuilt(List.of(unproven));

    assertEquals(Recall.FRESH, recall(memory, "r-1", "assertion-of-r-1"));
    assertEquals(Recall.FRESH, recall(memory, "r-2", "dpop-of-r-1"));
    assertEquals(Optional.empty(), memory.first("arcade", "r-1", "any", "any"));
  }
}
