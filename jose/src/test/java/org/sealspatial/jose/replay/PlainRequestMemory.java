/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@link RequestMemory} must say, by maps of objects: simple, and ten times as large. */
final class PlainRequestMemory {
  private final int capacity;
  private final Duration window;
  private final Map<String, Remembered> byIdentity = new HashMap<>();
  private final Map<String, Remembered> byProof = new HashMap<>();
  private final ArrayDeque<Remembered> oldestFirst = new ArrayDeque<>();
  private final List<Remembered> staged = new ArrayList<>();

  /**
   * An empty memory.
   *
   * @param capacity how many requests it can hold
   * @param window how long a request is remembered: the longest life of a token, at least 10
   *     minutes
   */
  PlainRequestMemory(int capacity, Duration window) {
    this.capacity = capacity;
    this.window = window;
  }

  /** What is known of a request. */
  public Recall recall(
      String clientId, String requestId, String digest, String proofHash, Instant now) {
    forget(now);
    Remembered first = byIdentity.get(identity(clientId, requestId));
    Remembered sameProof = byProof.get(proofHash);
    if (first != null && !first.digest().equals(digest)) {
      return Recall.REQUEST_ID_REUSED;
    }
    if (sameProof != null && sameProof != first) {
      return Recall.PROOF_REPLAYED;
    }
    if (first != null) {
      return sameProof == null ? Recall.SAME_REQUEST : Recall.SAME_PROOF;
    }
    return oldestFirst.size() >= capacity ? Recall.FULL : Recall.FRESH;
  }

  /** The first decision on this request. */
  public Optional<Remembered> first(String clientId, String requestId) {
    return Optional.ofNullable(byIdentity.get(identity(clientId, requestId)));
  }

  /** Remembers a decision until its transaction ends in {@link #commit} or {@link #rollback}. */
  public void stage(Remembered decision) {
    staged.add(decision);
    put(decision);
  }

  /** Also uses up a further proof of a request that is known already. */
  public void stageProof(Remembered first, String proofHash) {
    if (!byProof.containsKey(proofHash)) {
      stage(first.withProof(proofHash));
    }
  }

  /** Takes in a committed decision, when the memory is rebuilt. */
  public void restore(Remembered decision) {
    put(decision);
  }

  private void put(Remembered decision) {
    byIdentity.putIfAbsent(identity(decision.clientId(), decision.requestId()), decision);
    Remembered first = byIdentity.get(identity(decision.clientId(), decision.requestId()));
    byProof.putIfAbsent(decision.proofHash(), first);
    oldestFirst.addLast(decision);
  }

  /** The transaction committed: what was staged stays. */
  public void commit() {
    staged.clear();
  }

  /** The transaction aborted: what was staged never happened. */
  public void rollback() {
    rollbackTo(0);
  }

  /** How much is staged: to be given to {@link #rollbackTo} where one request's handling fails. */
  public int staged() {
    return staged.size();
  }

  /** Forgets what was staged after this point. */
  public void rollbackTo(int point) {
    while (staged.size() > point) {
      Remembered decision = staged.remove(staged.size() - 1);
      oldestFirst.removeLastOccurrence(decision);
      remove(decision);
    }
  }

  private void forget(Instant now) {
    Instant horizon = now.minus(window);
    while (!oldestFirst.isEmpty() && oldestFirst.peekFirst().at().isBefore(horizon)) {
      remove(oldestFirst.removeFirst());
    }
  }

  private void remove(Remembered decision) {
    byProof.remove(decision.proofHash());
    byIdentity.remove(identity(decision.clientId(), decision.requestId()), decision);
  }

  /** How many decisions are held. */
  public int size() {
    return oldestFirst.size();
  }

  private static String identity(String clientId, String requestId) {
    return clientId + '\n' + requestId; // neither may hold a line break
  }
}
