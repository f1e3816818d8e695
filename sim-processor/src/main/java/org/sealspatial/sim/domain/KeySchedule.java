/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sealspatial.sim.domain.TokenKey.Stage;

/**
 * When the token keys of one SIM-S instance change (TS 33.434 clause 6.1.2). At most one of them
 * signs; each is published {@link KeyTimes#lead} before it does, and stays good for as long as a
 * token it signed may live.
 *
 * <pre>
 * made ──▶ pending ──lead──▶ active ──rotation──▶ verify-only ──acceptance──▶ retired ──▶ forgotten
 * </pre>
 *
 * A function of what it is given: whoever asks again with the same keys and time gets the same
 * steps, so a step that was not done, or half of them, does no harm.
 */
public final class KeySchedule {
  private static final Comparator<TokenKey> NEWEST_LAST =
      Comparator.comparing(TokenKey::notBefore).thenComparing(TokenKey::kid);

  private final KeyTimes times;

  /** With these durations. */
  public KeySchedule(KeyTimes times) {
    this.times = times;
  }

  /** The one key that signs now; absent: none may. */
  public Optional<TokenKey> signer(Collection<TokenKey> keys, Instant now) {
    return keys.stream()
        .filter(key -> key.stage() == Stage.ACTIVE && now.isBefore(lastSignature(key)))
        .max(NEWEST_LAST);
  }

  /**
   * What is due now, in the order in which it is to be done.
   *
   * @param keys all that the instance holds
   * @param anchorEnd no key is certified beyond the end of the anchor's own certificate
   */
  public List<KeyStep> due(Collection<TokenKey> keys, Instant now, Instant anchorEnd) {
    List<KeyStep> steps = new ArrayList<>();
    Optional<TokenKey> successor = successor(keys, now);
    sweep(keys, successor, now, steps);
    Optional<TokenKey> signer = signer(keys, now);
    boolean takesOver =
        successor.isPresent()
            && successor.get().stage() == Stage.PENDING
            && !now.isBefore(successor.get().notBefore());
    if (takesOver) {
      steps.add(new KeyStep.Activate(successor.get().kid(), now));
    }
    keys.stream()
        .filter(key -> key.stage() == Stage.ACTIVE)
        .filter(key -> takesOver || !signer.equals(Optional.of(key)))
        .forEach(key -> steps.add(demotion(key, now)));
    if (successor.isPresent() && successor.get().stage() == Stage.MADE) {
      steps.add(new KeyStep.Publish(successor.get().kid(), now.plus(times.lead())));
    }
    if (successor.isEmpty() && isWanted(signer, now)) {
      newKey(now, anchorEnd).ifPresent(steps::add);
    }
    return steps;
  }

  /** The key that signs next, where there is one already: published before merely made. */
  private Optional<TokenKey> successor(Collection<TokenKey> keys, Instant now) {
    return keys.stream()
        .filter(key -> key.stage() == Stage.PENDING || key.stage() == Stage.MADE)
        .filter(key -> isFit(key, now))
        .min(Comparator.comparing(TokenKey::stage).reversed().thenComparing(NEWEST_LAST));
  }

  /** Whether it could still sign for a while, in the name of the present anchor. */
  private boolean isFit(TokenKey key, Instant now) {
    return !key.foreign() && now.plus(times.lead()).isBefore(lastSignature(key));
  }

  private void sweep(
      Collection<TokenKey> keys, Optional<TokenKey> successor, Instant now, List<KeyStep> steps) {
    for (TokenKey key : keys) {
      boolean surplus = !successor.equals(Optional.of(key));
      switch (key.stage()) {
        case MADE -> {
          if (surplus) {
            steps.add(new KeyStep.Forget(key.kid()));
          }
        }
        case PENDING -> {
          if (surplus) {
            steps.add(new KeyStep.Retire(key.kid()));
          }
        }
        case VERIFY_ONLY -> {
          if (!now.isBefore(key.notAfter())) {
            steps.add(new KeyStep.Retire(key.kid()));
          }
        }
        case RETIRED -> steps.add(new KeyStep.Forget(key.kid()));
        case ACTIVE -> {
          // goes when another takes over, or when it may not sign any more
        }
      }
    }
  }

  private KeyStep demotion(TokenKey key, Instant now) {
    Instant end = now.plus(times.acceptance());
    return new KeyStep.Demote(key.kid(), end.isBefore(key.notAfter()) ? end : key.notAfter());
  }

  private boolean isWanted(Optional<TokenKey> signer, Instant now) {
    return signer.map(key -> !now.isBefore(replacement(key))).orElse(true);
  }

  /** When a successor is to be made: so early that it is published in time. */
  private Instant replacement(TokenKey key) {
    if (key.foreign()) {
      return Instant.MIN;
    }
    Instant planned = key.notBefore().plus(times.rotation()).minus(times.lead());
    Instant latest = lastSignature(key).minus(times.lead());
    Instant own = planned.isBefore(latest) ? planned : latest;
    return key.replaceAt().filter(wanted -> wanted.isBefore(own)).orElse(own);
  }

  /** No key is made that would have to stop signing before it began. */
  private Optional<KeyStep> newKey(Instant now, Instant anchorEnd) {
    Instant wished = now.plus(times.validity());
    Instant until = wished.isBefore(anchorEnd) ? wished : anchorEnd;
    boolean useful =
        now.plus(times.lead().multipliedBy(2)).isBefore(until.minus(times.acceptance()));
    return useful ? Optional.of(new KeyStep.Make(until)) : Optional.empty();
  }

  /** From then on a token of full life would outlive the key. */
  private Instant lastSignature(TokenKey key) {
    return key.notAfter().minus(times.acceptance());
  }
}
