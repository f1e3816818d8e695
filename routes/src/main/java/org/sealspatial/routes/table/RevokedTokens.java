/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.sealspatial.routes.table.RevocationContent.By;

/**
 * Whether a token was revoked: one look-up for each way to revoke that is in use, however many
 * revocations there are. Immutable.
 */
public final class RevokedTokens {
  /** Nothing was revoked. */
  public static final RevokedTokens NONE = new RevokedTokens(new EnumMap<>(By.class));

  private final EnumMap<By, Shards.Frozen<Instant>> used;

  private RevokedTokens(EnumMap<By, Shards.Frozen<Instant>> used) {
    this.used = used;
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
   * The revocations as they come. They only ever grow: one that hits less than an earlier one of
   * the same target, or its deletion, gives no token back.
   */
  public static final class Collected implements SignedTable.View<RevocationContent> {
    private final EnumMap<By, Shards<Instant>> all = new EnumMap<>(By.class);
    private RevokedTokens frozen = NONE;

    @Override
    public void add(RevocationContent revocation) {
      Shards<Instant> targets = all.computeIfAbsent(revocation.by(), by -> new Shards<>());
      Instant before = targets.get(revocation.value());
      if (before == null || revocation.issuedBefore().isAfter(before)) {
        targets.put(revocation.value(), revocation.issuedBefore());
        frozen = null;
      }
    }

    @Override
    public RevokedTokens freeze() {
      if (frozen == null) {
        var copy = new EnumMap<By, Shards.Frozen<Instant>>(By.class);
        all.forEach((by, targets) -> copy.put(by, targets.freeze()));
        frozen = new RevokedTokens(copy);
      }
      return frozen;
    }
  }

  /** Whether a revocation hits a token of this identity, issued at this time. */
  public boolean contain(TokenIdentity token, Instant issuedAt) {
    for (Map.Entry<By, Shards.Frozen<Instant>> targets : used.entrySet()) {
      Instant until = targets.getValue().get(token.value(targets.getKey()));
      if (until != null && !issuedAt.isAfter(until)) {
        return true;
      }
    }
    return false;
  }
}
