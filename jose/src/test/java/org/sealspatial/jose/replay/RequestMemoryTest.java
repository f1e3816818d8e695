/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestMemoryTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final RequestMemory memory = new RequestMemory(2, Duration.ofMinutes(10));

  private static Remembered decision(String requestId, String digest, String proof, Instant at) {
    return new Remembered(
        "arcade",
        requestId,
        digest,
        proof,
        Optional.empty(),
        Optional.of("jti"),
        1,
        2,
        Optional.empty(),
        Optional.empty(),
        at);
  }

  private Recall recall(String requestId, String digest, String proof) {
    return memory.recall("arcade", requestId, digest, proof, NOON);
  }

  @Test
  void tells_fresh_same_reused_and_replayed_apart() {
    memory.stage(decision("r-1", "d-1", "p-1", NOON));
    assertEquals(Recall.SAME_REQUEST, recall("r-1", "d-1", "p-1"));
    assertEquals(Recall.SAME_REQUEST, recall("r-1", "d-1", "p-2"), "resent with a new proof");
    assertEquals(Recall.REQUEST_ID_REUSED, recall("r-1", "d-2", "p-2"));
    assertEquals(Recall.PROOF_REPLAYED, recall("r-2", "d-1", "p-1"));
    assertEquals(Recall.FRESH, recall("r-2", "d-1", "p-2"));
  }

  @Test
  void a_proof_of_a_resend_is_used_up_too() {
    memory.stage(decision("r-1", "d-1", "p-1", NOON));
    memory.stageProof(memory.first("arcade", "r-1").orElseThrow(), "p-2");
    assertEquals(Recall.PROOF_REPLAYED, recall("r-2", "d-1", "p-2"));
    memory.rollbackTo(1);
    assertEquals(Recall.FRESH, recall("r-2", "d-1", "p-2"));
    assertEquals(Recall.SAME_REQUEST, recall("r-1", "d-1", "p-1"), "the first stays");
  }

  @Test
  void what_was_rolled_back_never_happened_and_what_was_committed_stays() {
    memory.stage(decision("r-1", "d-1", "p-1", NOON));
    memory.commit();
    memory.stage(decision("r-2", "d-2", "p-2", NOON));
    memory.rollback();
    assertEquals(Recall.SAME_REQUEST, recall("r-1", "d-1", "p-1"));
    assertEquals(1, memory.size());
  }

  @Test
  void a_full_memory_refuses_until_the_oldest_has_left_the_window() {
    memory.restore(decision("r-1", "d-1", "p-1", NOON.minusSeconds(601)));
    memory.restore(decision("r-2", "d-2", "p-2", NOON));
    assertEquals(Recall.FRESH, recall("r-3", "d-3", "p-3"), "r-1 has left the window");
    memory.stage(decision("r-3", "d-3", "p-3", NOON));
    assertEquals(Recall.FULL, recall("r-4", "d-4", "p-4"));
    assertEquals(Recall.SAME_REQUEST, recall("r-2", "d-2", "p-2"), "what is known is answered");
  }
}
