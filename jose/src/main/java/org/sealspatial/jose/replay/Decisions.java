/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose.replay;

import java.time.Instant;

/**
 * Decisions in the order they came, the oldest first: numbered from 0 on, in a ring of pages. A
 * decision takes about 110 bytes here, and what it has in common with others of its page.
 */
final class Decisions {
  /** Two words: client and request id. */
  static final int IDENTITY = 0;

  /** Two words: the proof that was used up. */
  static final int PROOF = 2;

  private static final int DIGEST = 4;
  private static final int AT = 6;
  private static final int FIRST = 7;
  private static final int ISSUED_AT = 8;
  private static final int EXPIRES_AT = 9;

  private Page[] pages = new Page[2];
  private long oldest;
  private long next;

  /** Of what a decision is known by. */
  record Names(Fingerprint identity, Fingerprint proof, Fingerprint digest) {
    static Names of(String clientId, String requestId, String digest, String proofHash) {
      return new Names(
          Fingerprint.of(clientId + '\n' + requestId), // neither may hold a line break
          Fingerprint.of(proofHash),
          Fingerprint.of(digest));
    }
  }

  int size() {
    return (int) (next - oldest);
  }

  long oldest() {
    return oldest;
  }

  long next() {
    return next;
  }

  /** How many places there are; a power of two. */
  int places() {
    return pages.length * Page.SIZE;
  }

  /** Whether the next decision would come upon the page of the oldest. */
  boolean full() {
    return next - oldest >= places() - Page.SIZE;
  }

  /** Doubles the places; the numbers of the decisions stay, their places do not. */
  void grow() {
    Page[] larger = new Page[2 * pages.length];
    for (long page = oldest / Page.SIZE; page * Page.SIZE < next; page++) {
      larger[(int) (page & larger.length - 1)] = pages[(int) (page & pages.length - 1)];
    }
    pages = larger;
  }

  /** Adds a decision; first is the number of the one whose words it repeats, or its own. */
  void add(Names names, Remembered decision, long first) {
    int page = pageOf(next);
    if (pages[page] == null) {
      pages[page] = new Page();
    }
    long number = next++;
    put(number, IDENTITY, names.identity());
    put(number, PROOF, names.proof());
    put(number, DIGEST, names.digest());
    put(number, AT, decision.at().toEpochMilli());
    put(number, FIRST, first);
    put(number, ISSUED_AT, decision.issuedAt());
    put(number, EXPIRES_AT, decision.expiresAt());
    pages[page].rest(placeOf(number), decision);
  }

  void removeOldest() {
    oldest++;
    if (placeOf(oldest) == 0) {
      pages[pageOf(oldest - 1)] = null;
    }
  }

  void removeNewest() {
    next--;
    oldest = Math.min(oldest, next);
  }

  boolean has(long number, int field, Fingerprint value) {
    return word(number, field) == value.high() && word(number, field + 1) == value.low();
  }

  boolean hasDigest(long number, Fingerprint digest) {
    return has(number, DIGEST, digest);
  }

  /** What spreads decisions over an index. */
  int hash(long number, int field) {
    return (int) word(number, field + 1);
  }

  long first(long number) {
    return word(number, FIRST);
  }

  boolean isBefore(long number, long millis) {
    return word(number, AT) < millis;
  }

  /** The decision in full, for whoever names it. */
  Remembered read(long number, String clientId, String requestId, String digest, String proofHash) {
    Page page = pages[pageOf(number)];
    Terms terms = page.terms(placeOf(number));
    return new Remembered(
        clientId,
        requestId,
        digest,
        proofHash,
        terms.cause(),
        page.jti(placeOf(number)),
        word(number, ISSUED_AT),
        word(number, EXPIRES_AT),
        terms.granted(),
        terms.rule(),
        Instant.ofEpochMilli(word(number, AT)));
  }

  private long word(long number, int field) {
    return pages[pageOf(number)].word(placeOf(number), field);
  }

  private void put(long number, int field, Fingerprint value) {
    put(number, field, value.high());
    put(number, field + 1, value.low());
  }

  private void put(long number, int field, long value) {
    pages[pageOf(number)].word(placeOf(number), field, value);
  }

  private int pageOf(long number) {
    return (int) (number / Page.SIZE & pages.length - 1);
  }

  private static int placeOf(long number) {
    return (int) (number & Page.SIZE - 1);
  }
}
