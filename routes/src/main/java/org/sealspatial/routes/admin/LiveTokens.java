/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.routes.audit.Pseudonyms;
import org.sealspatial.routes.config.ClusterConfig;
import org.sealspatial.routes.config.ToolConfig;
import org.sealspatial.routes.table.RevocationContent;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.Outcome;

/** The tokens that were issued and have not expired, as the committed audit tells. */
public final class LiveTokens {
  private final AuditTail audit;
  private final Optional<Pseudonyms> pseudonyms;

  private LiveTokens(ClusterConfig cluster, Optional<Pseudonyms> pseudonyms) {
    this.audit = new AuditTail(cluster);
    this.pseudonyms = pseudonyms;
  }

  /** Those of this deployment; throws {@link AdminFailure}. */
  public static LiveTokens of(ToolConfig config) {
    try {
      Optional<Pseudonyms> pseudonyms = Optional.empty();
      if (config.pseudonymKey().isPresent()) {
        byte[] key = PemFiles.secret(config.pseudonymKey().get().path());
        pseudonyms = Optional.of(new Pseudonyms(key));
      }
      return new LiveTokens(config.cluster(), pseudonyms);
    } catch (IOException | UnfitKey e) {
      throw new AdminFailure("can't use audit.pseudonym-key: " + e.getMessage(), e);
    }
  }

  /**
   * How many a revocation would hit; those that are revoked already are counted, too. Throws {@link
   * AdminFailure}.
   */
  public int hit(By by, String value, Instant issuedBefore, Instant now) {
    String wanted = by == By.SUBJECT ? pseudonym(value) : value;
    Set<String> hit = new HashSet<>();
    audit.since(
        now.minus(RevocationContent.OUTLIVES),
        record -> {
          if (isAlive(record, now)
              && record.getIssuedAt() <= issuedBefore.getEpochSecond()
              && wanted.equals(value(by, record))) {
            hit.add(record.getJti());
          }
        });
    return hit.size();
  }

  private String pseudonym(String subject) {
    return pseudonyms
        .orElseThrow(
            () -> new AdminFailure("audit.pseudonym-key is not set: subjects can't be told", null))
        .of(subject);
  }

  private static boolean isAlive(AuditRecord record, Instant now) {
    return record.getFlow() == Flow.TOKEN
        && record.getOutcome() == Outcome.GRANTED
        && record.getJti() != null
        && record.getExpiresAt() != null
        && record.getExpiresAt() > now.getEpochSecond();
  }

  private static String value(By by, AuditRecord record) {
    return switch (by) {
      case JTI -> record.getJti();
      case CLIENT -> record.getClientId();
      case SUBJECT -> record.getSubject();
      case SERVICE -> record.getService();
      case KEY -> record.getKeyId();
      case ISSUED_BEFORE -> RevocationContent.ALL;
    };
  }
}
