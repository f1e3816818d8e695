/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertEquals(Recall.SAME_PROOF, recall("r-1", "d-1", "p-1"));
    assertEquals(Recall.SAME_REQUEST, recall("r-1", "d-1", "p-2"), "resent with a new proof");
    assertEquals(Recall.REQUEST_ID_REUSED, recall("r-1", "d-2", "p-2"));
    assertEquals(Recall.PROOF_REPLAYED, recall("r-2", "d-1", "p-1"));
    assertEquals(Recall.FRESH, recall("r-2", "d-1", "p-2"));
  }

  @Test
  void a_proof_of_a_resend_is_used_up_too() {
    memory.stage(decision("r-1", "d-1", "p-1", NOON));
    memory.stageProof(memory.first("arcade", "r-1", "d-1", "p-2").orElseThrow(), "p-2");
    assertEquals(Recall.PROOF_REPLAYED, recall("r-2", "d-1", "p-2"));
    memory.rollbackTo(1);
    assertEquals(Recall.FRESH, recall("r-2", "d-1", "p-2"));
    assertEquals(Recall.SAME_PROOF, recall("r-1", "d-1", "p-1"), "the first stays");
  }

  @Test
  void what_was_rolled_back_never_happened_and_what_was_committed_stays() {
    memory.stage(decision("r-1", "d-1", "p-1", NOON));
    memory.commit();
    memory.stage(decision("r-2", "d-2", "p-2", NOON));
    memory.rollback();
    assertEquals(Recall.SAME_PROOF, recall("r-1", "d-1", "p-1"));
    assertEquals(1, memory.size());
  }

  @Test
  void a_full_memory_refuses_until_the_oldest_has_left_the_window() {
    memory.restore(decision("r-1", "d-1", "p-1", NOON.minusSeconds(601)));
    memory.restore(decision("r-2", "d-2", "p-2", NOON));
    assertEquals(Recall.FRESH, recall("r-3", "d-3", "p-3"), "r-1 has left the window");
    memory.stage(decision("r-3", "d-3", "p-3", NOON));
    assertEquals(Recall.FULL, recall("r-4", "d-4", "p-4"));
    assertEquals(Recall.SAME_PROOF, recall("r-2", "d-2", "p-2"), "what is known is answered");
  }

  @Test
  void the_first_decision_comes_back_word_by_word() {
    var granted =
        new Remembered(
            "arcade",
            "r-1",
            "d-1",
            "p-1",
            Optional.empty(),
            Optional.of("jti-é"),
            1_790_000_000L,
            253_402_300_799L,
            Optional.of("{}"),
            Optional.of("all/visitors"),
            NOON);
    var refused =
        new Remembered(
            "arcade",
            "r-2",
            "d-2",
            "p-2",
            Optional.of("AREA_NOT_ALLOWED"),
            Optional.empty(),
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            NOON);
    memory.stage(granted);
    memory.stage(refused);
    assertEquals(granted.withProof("p-9"), memory.first("arcade", "r-1", "d-1", "p-9").get());
    assertEquals(refused, memory.first("arcade", "r-2", "d-2", "p-2").get());
    assertEquals(Optional.empty(), memory.first("arcade", "r-2", "d-1", "p-2"));
  }

  @Test
  void memories_share_their_room_and_give_it_back() {
    var room = new Room(2);
    var one = new RequestMemory(10, Duration.ofMinutes(10), room);
    var other = new RequestMemory(10, Duration.ofMinutes(10), room);
    one.stage(decision("r-1", "d-1", "p-1", NOON));
    one.stage(decision("r-2", "d-2", "p-2", NOON));
    assertEquals(Recall.FULL, other.recall("arcade", "r-3", "d-3", "p-3", NOON));
    one.rollbackTo(1);
    assertEquals(Recall.FRESH, other.recall("arcade", "r-3", "d-3", "p-3", NOON));
    other.stage(decision("r-3", "d-3", "p-3", NOON));
    assertEquals(Recall.FULL, other.recall("arcade", "r-4", "d-4", "p-4", NOON));
    one.discard();
    assertEquals(Recall.FRESH, other.recall("arcade", "r-4", "d-4", "p-4", NOON));
  }

  /** Any course of events, beside the same memory made of plain maps. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void it_says_what_plain_maps_say(long seed) {
    var random = new Random(seed);
    int names = seed % 2 == 0 ? 40 : 6_000;
    var dense = new RequestMemory(5_000, Duration.ofMinutes(10));
    var plain = new PlainRequestMemory(5_000, Duration.ofMinutes(10));
    Instant now = NOON;
    for (int i = 0; i < 30_000; i++) {
      now = now.plusMillis(random.nextInt(seed > 4 ? 300 : 30));
      var next =
          decision(
              "r-" + random.nextInt(names),
              "d-" + random.nextInt(2),
              "p-" + random.nextInt(2 * names),
              now);
      Recall recall =
          plain.recall("arcade", next.requestId(), next.digest(), next.proofHash(), now);
      assertEquals(
          recall,
          dense.recall("arcade", next.requestId(), next.digest(), next.proofHash(), now),
          "step " + i);
      if (recall == Recall.FRESH) {
        dense.stage(next);
        plain.stage(next);
      } else if (recall == Recall.SAME_REQUEST || recall == Recall.SAME_PROOF) {
        var first = plain.first("arcade", next.requestId()).orElseThrow();
        var same = dense.first("arcade", next.requestId(), next.digest(), next.proofHash());
        assertEquals(Optional.of(first.withProof(next.proofHash())), same);
        dense.stageProof(same.get(), next.proofHash());
        plain.stageProof(first, next.proofHash());
      }
      switch (random.nextInt(200)) {
        case 0 -> {
          dense.rollback();
          plain.rollback();
        }
        case 1, 2, 3 -> {
          dense.commit();
          plain.commit();
        }
        case 4, 5 -> {
          int point = random.nextInt(plain.staged() + 1);
          dense.rollbackTo(point);
          plain.rollbackTo(point);
        }
        default -> {}
      }
      assertEquals(plain.staged(), dense.staged());
      assertEquals(plain.size(), dense.size());
    }
  }
}
