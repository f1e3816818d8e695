/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.Outcome;

/**
 * A revocation as the audit shows it: no token is accepted on a view that has its revocation, none
 * is called revoked on a view without it, and none is accepted once it was refused, whoever owned
 * its partition then.
 */
final class RevocationCheck {
  private final String table;
  private final Map<String, ConsumerRecord<String, byte[]>> revocations = new HashMap<>();
  private final Map<String, List<AuditRecord>> verdicts = new HashMap<>();

  /** What was revoked and decided up to now, over Kafka. */
  RevocationCheck(TestStack stack) {
    this.table = stack.topic(Topic.REVOCATIONS);
    Reconciliation.records(stack, table).stream()
        .filter(r -> r.key() != null)
        .forEach(r -> revocations.putIfAbsent(r.key(), r));
    stack.audit().stream()
        .filter(a -> a.getFlow() == Flow.SPATIAL && a.getJti() != null)
        .filter(a -> a.getSource().getTopic().equals(stack.topic(Topic.SPATIAL_REQUESTS)))
        .sorted(Comparator.comparing(a -> a.getSource().getOffset()))
        .forEach(a -> verdicts.computeIfAbsent(a.getJti(), jti -> new ArrayList<>()).add(a));
  }

  /** What was decided about a token, in the order of its requests. */
  List<AuditRecord> verdicts(String jti) {
    return verdicts.getOrDefault(jti, List.of());
  }

  long view(AuditRecord verdict) {
    return verdict.getState().get(table);
  }

  /**
   * Checks a token that this entry revoked.
   *
   * @return milliseconds from the writing of the entry, a little before its commit, to the last
   *     acceptance; 0: none came after
   */
  long check(String jti, String entry) {
    ConsumerRecord<String, byte[]> revocation = revocations.get(entry);
    assertNotNull(revocation, "there is no entry " + entry);
    long last = 0;
    boolean refused = false;
    for (AuditRecord verdict : verdicts(jti)) {
      if (verdict.getOutcome() == Outcome.GRANTED) {
        assertTrue(
            view(verdict) <= revocation.offset(), "accepted on a view that has the revocation");
        assertFalse(refused, "accepted after it was refused");
        last = Math.max(last, verdict.getTime().toEpochMilli() - revocation.timestamp());
      } else if (!"REVOCATIONS_STALE".equals(verdict.getCause())) {
        assertEquals("TOKEN_REVOKED", verdict.getCause());
        assertTrue(view(verdict) > revocation.offset(), "refused on a view without the revocation");
        refused = true;
      }
    }
    return Math.max(0, last);
  }
}
