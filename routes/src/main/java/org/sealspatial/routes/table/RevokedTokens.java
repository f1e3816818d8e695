/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.sealspatial.routes.table.RevocationContent.By;

/**
 * Whether a token was revoked: one look-up for each way to revoke, however many revocations there
 * are.
 */
public final class RevokedTokens {
  private final Map<String, RevocationContent> rows;

  /** Over the rows of the revocations table: one immutable view. */
  public RevokedTokens(Map<String, RevocationContent> rows) {
    this.rows = rows;
  }

  /** What a revocation may go by. */
  public record TokenIdentity(
      String jti, String clientId, String subject, String service, String keyId) {
    private List<String> ids() {
      return List.of(
          id(By.JTI, jti),
          id(By.CLIENT, clientId),
          id(By.SUBJECT, subject),
          id(By.SERVICE, service),
          id(By.KEY, keyId),
          id(By.ISSUED_BEFORE, "*"));
    }

    private static String id(By by, String value) {
      return Form.word(by) + ":" + value;
    }
  }

  /** Whether a revocation hits a token of this identity, issued at this time. */
  public boolean contain(TokenIdentity token, Instant issuedAt) {
    if (rows.isEmpty()) {
      return false;
    }
    for (String id : token.ids()) {
      RevocationContent revocation = rows.get(id);
      if (revocation != null && !issuedAt.isAfter(revocation.issuedBefore())) {
        return true;
      }
    }
    return false;
  }
}
