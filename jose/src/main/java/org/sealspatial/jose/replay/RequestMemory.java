/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sealspatial.jose.replay.Decisions.Names;

/**
 * What was asked within the memory's window in one partition, by authenticated senders. Bounded: a
 * full memory refuses. A decision takes about 150 bytes, its places in two indexes included.
 * Entries are staged until the transaction that answered them has committed.
 *
 * <p>One thread at a time: the owner of the partition.
 */
public final class RequestMemory {
  private final int capacity;
  private final Duration window;
  private final Room room;
  private final Decisions decisions = new Decisions();
  private final Index byIdentity = new Index(decisions, Decisions.IDENTITY);
  private final Index byProof = new Index(decisions, Decisions.PROOF);
  private long staging;

  /**
   * An empty memory.
   *
   * @param capacity how many requests it can hold
   * @param window how long a request is remembered: the longest life of a token, at least 10
   *     minutes
   */
  public RequestMemory(int capacity, Duration window) {
    this(capacity, window, new Room(Long.MAX_VALUE));
  }

  /** As the other, in the room that it shares with the memories of other partitions. */
  public RequestMemory(int capacity, Duration window, Room room) {
    this.capacity = capacity;
    this.window = window;
    this.room = room;
  }

  /** What is known of a request. */
  public Recall recall(
      String clientId, String requestId, String digest, String proofHash, Instant now) {
    forget(now);
    Names names = Names.of(clientId, requestId, digest, proofHash);
    long first = byIdentity.find(names.identity());
    long sameProof = byProof.find(names.proof());
    if (first != Index.NONE && !decisions.hasDigest(first, names.digest())) {
      return Recall.REQUEST_ID_REUSED;
    }
    if (sameProof != Index.NONE && decisions.first(sameProof) != first) {
      return Recall.PROOF_REPLAYED;
    }
    if (first != Index.NONE) {
      return sameProof == Index.NONE ? Recall.SAME_REQUEST : Recall.SAME_PROOF;
    }
    return decisions.size() >= capacity || room.full() ? Recall.FULL : Recall.FRESH;
  }

  /** The first decision on this very request, as one that used up this proof. */
  public Optional<Remembered> first(
      String clientId, String requestId, String digest, String proofHash) {
    Names names = Names.of(clientId, requestId, digest, proofHash);
    long first = byIdentity.find(names.identity());
    return first == Index.NONE || !decisions.hasDigest(first, names.digest())
        ? Optional.empty()
        : Optional.of(decisions.read(first, clientId, requestId, digest, proofHash));
  }

  /** Remembers a decision until its transaction ends in {@link #commit} or {@link #rollback}. */
  public void stage(Remembered decision) {
    put(decision);
  }

  /** Also uses up a further proof of a request that is known already. */
  public void stageProof(Remembered first, String proofHash) {
    if (byProof.find(Fingerprint.of(proofHash)) == Index.NONE) {
      put(first.withProof(proofHash));
    }
  }

  /** Takes in a committed decision, when the memory is rebuilt. */
  public void restore(Remembered decision) {
    put(decision);
    commit();
  }

  private void put(Remembered decision) {
    if (decisions.full()) {
      grow();
    }
    Names names =
        Names.of(
            decision.clientId(), decision.requestId(), decision.digest(), decision.proofHash());
    long number = decisions.next();
    long known = byIdentity.find(names.identity());
    boolean usedUp = byProof.find(names.proof()) != Index.NONE;
    decisions.add(names, decision, known == Index.NONE ? number : known);
    room.taken(1);
    if (known == Index.NONE) {
      byIdentity.add(number);
    }
    if (!usedUp) {
      byProof.add(number);
    }
  }

  private void grow() {
    long[] identities = byIdentity.numbers();
    long[] proofs = byProof.numbers();
    decisions.grow();
    byIdentity.rebuild(identities);
    byProof.rebuild(proofs);
  }

  /** The transaction committed: what was staged stays. */
  public void commit() {
    staging = decisions.next();
  }

  /** The transaction aborted: what was staged never happened. */
  public void rollback() {
    rollbackTo(0);
  }

  /** How much is staged: to be given to {@link #rollbackTo} where one request's handling fails. */
  public int staged() {
    return (int) (decisions.next() - staging);
  }

  /** Forgets what was staged after this point. */
  public void rollbackTo(int point) {
    while (staged() > point) {
      long newest = decisions.next() - 1;
      if (newest >= decisions.oldest()) {
        forget(newest);
      }
      decisions.removeNewest();
    }
  }

  private void forget(Instant now) {
    long horizon = now.minus(window).toEpochMilli();
    while (decisions.size() > 0 && decisions.isBefore(decisions.oldest(), horizon)) {
      forget(decisions.oldest());
      decisions.removeOldest();
    }
  }

  private void forget(long number) {
    byProof.remove(number);
    byIdentity.remove(number);
    room.taken(-1);
  }

  /** The partition went to another owner: its room is free. This memory is not used again. */
  public void discard() {
    room.taken(-decisions.size());
  }

  /** How many decisions are held. */
  public int size() {
    return decisions.size();
  }
}
