/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.memory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sealspatial.jose.replay.Remembered;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.v1.AuditRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decisions of SIM-S, of which a grant counts only under SIM-S's own seal: who else may write the
 * audit can't have a token made of what SIM-S never granted. Request and proof of a grant without
 * it are used up all the same; the request comes to {@code REQUEST_ID_REUSED}.
 */
public final class SealedHistory implements History {
  /** Among the facts of an audit record. */
  public static final String SEAL = "seal";

  private static final Logger LOG = LoggerFactory.getLogger(SealedHistory.class);

  private final History history;
  private final Function<Remembered, String> seal;

  /** With the seal that SIM-S puts under a grant. */
  public SealedHistory(History history, Function<Remembered, String> seal) {
    this.history = history;
    this.seal = seal;
  }

  @Override
  public void read(int partition, Instant since, Consumer<AuditRecord> reader) {
    var planted = new AtomicInteger();
    history.read(
        partition,
        since,
        audit -> {
          boolean ours = audit.getGranted() == null || isSealed(audit);
          planted.addAndGet(ours ? 0 : 1);
          reader.accept(ours ? audit : usedUp(audit));
        });
    if (planted.get() > 0) {
      LOG.error(
          "ALARM: {} grants in partition {} of the audit are not sealed by SIM-S: not repeated",
          planted,
          partition);
    }
  }

  private static AuditRecord usedUp(AuditRecord audit) {
    AuditRecord usedUp = AuditRecord.newBuilder(audit).build();
    usedUp.setGranted(null);
    usedUp.setJti(null);
    usedUp.setIssuedAt(null);
    usedUp.setExpiresAt(null);
    usedUp.setCause(FailureCause.REQUEST_ID_REUSED.name());
    return usedUp;
  }

  private boolean isSealed(AuditRecord audit) {
    String found = audit.getFacts().getOrDefault(SEAL, "");
    boolean proven = audit.getAuthenticated() && audit.getProofHash() != null;
    return !proven
        || MessageDigest.isEqual(bytes(found), bytes(seal.apply(ReplayMemory.remembered(audit))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
