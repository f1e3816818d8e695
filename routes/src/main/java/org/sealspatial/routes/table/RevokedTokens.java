/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.sealspatial.jose.KeyedHash;
import org.sealspatial.routes.table.RevocationContent.By;

/**
 * Whether a token was revoked: one look-up for each way to revoke that is in use, however many
 * revocations there are. Immutable. A target is known by a keyed hash: of two that share one, both
 * count as revoked; among a million targets that is one chance in forty million.
 */
public final class RevokedTokens {
  /** One for the process: what one view has seen another can take over. */
  private static final KeyedHash HASH = KeyedHash.withRandomKey();

  /** Nothing was revoked. */
  public static final RevokedTokens NONE = new Collected().freeze();

  private final Set<By> used;
  private final Targets.Frozen targets;

  private RevokedTokens(Set<By> used, Targets.Frozen targets) {
    this.used = used;
    this.targets = targets;
  }

  /** What a revocation may go by. */
  public record TokenIdentity(
      String jti, String clientId, String subject, String service, String keyId) {
    private String value(By by) {
      return switch (by) {
        case JTI -> jti;
        case CLIENT -> clientId;
        case SUBJECT -> subject;
        case SERVICE -> service;
        case KEY -> keyId;
        case ISSUED_BEFORE -> RevocationContent.ALL;
      };
    }
  }

  /**
   * The revocations as they come. One that hits less than an earlier one of the same target, or its
   * deletion, gives no token back; only when every token it can hit has expired is it forgotten.
   */
  public static final class Collected implements SignedTable.View<RevocationContent>, Sequences {
    /** A token's longest life and leeway, and for clocks that are set back. */
    private static final Duration HELD = RevocationContent.OUTLIVES.plusHours(1);

    private final Set<By> used = EnumSet.noneOf(By.class);
    private final Targets targets = new Targets();
    private RevokedTokens frozen;

    @Override
    public void add(RevocationContent revocation) {
      long until = revocation.issuedBefore().getEpochSecond();
      if (targets.revoke(HASH.of(revocation.id()), until)) {
        used.add(revocation.by());
        frozen = null;
      }
    }

    @Override
    public void forgetExpired(Instant now) {
      if (targets.forget(now.minus(HELD).getEpochSecond())) {
        frozen = null;
      }
    }

    @Override
    public long newest(String id) {
      return targets.sequence(HASH.of(id));
    }

    @Override
    public void saw(String id, long sequence) {
      targets.saw(HASH.of(id), sequence);
    }

    @Override
    public Map<String, Long> all() {
      return Map.of();
    }

    @Override
    public Sequences sequences() {
      return this;
    }

    @Override
    public boolean keepsRows() {
      return false;
    }

    @Override
    public void inherit(Object former) {
      if (former instanceof RevokedTokens revoked) {
        revoked.targets.addTo(targets);
        used.addAll(revoked.used);
        frozen = null;
      }
    }

    @Override
    public RevokedTokens freeze() {
      if (frozen == null) {
        frozen = new RevokedTokens(Set.copyOf(used), targets.freeze());
      }
      return frozen;
    }
  }

  /**
   * Whether a revocation hits a token of this identity, issued at this time; times are compared in
   * seconds, as tokens have them.
   */
  public boolean contain(TokenIdentity token, Instant issuedAt) {
    for (By by : used) {
      long until = targets.until(HASH.of(RevocationContent.id(by, token.value(by))));
      if (until != Targets.NOTHING && issuedAt.getEpochSecond() <= until) {
        return true;
      }
    }
    return false;
  }

  /** Whether all tokens issued up to then were revoked at a stroke. */
  boolean coverAllUntil(Instant time) {
    String stroke = RevocationContent.id(By.ISSUED_BEFORE, RevocationContent.ALL);
    return targets.until(HASH.of(stroke)) >= time.getEpochSecond();
  }

  /** How many targets are held. */
  int size() {
    return targets.size();
  }
}
