/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.sim;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.routes.kafkatx.Outbound;
import org.sealspatial.routes.table.RevocationContent;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.routes.table.SignedTable;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.ChangeRecord;
import org.sealspatial.schemas.v1.TableRecord;

/** Makes the entry that revokes one token at its client's wish, signed by SIM-S, and its copy. */
final class RevocationWriting {
  private static final Optional<String> REASON = Optional.of("the client asked for it");

  private final String prefix;
  private final SigningKey anchor;
  private final Wire wire = new Wire();
  private final AtomicLong last = new AtomicLong();

  /** Entries of this deployment, signed with the key that the readers have as anchor. */
  RevocationWriting(String prefix, SigningKey anchor) {
    this.prefix = prefix;
    this.anchor = anchor;
  }

  List<Outbound> of(AccessToken token, Instant now) {
    // Up to its end: whenever a clock says it was issued, it is hit.
    var content = RevocationContent.of(By.JTI, token.jti(), token.expiresAt(), REASON);
    var entry =
        new TableEntry(
            SignedTable.nameOf(Topic.REVOCATIONS),
            content.id(),
            sequence(now),
            0,
            now,
            Optional.of(content.toJson()));
    byte[] value = wire.encode(new TableRecord(entry.sign(anchor)));
    String topic = Topic.REVOCATIONS.in(prefix);
    var change = new ChangeRecord(topic, content.id(), ByteBuffer.wrap(value));
    return List.of(
        Outbound.of(topic, 0, content.id(), value, Map.of()),
        Outbound.of(Topic.CHANGES.in(prefix), 0, content.id(), wire.encode(change), Map.of()));
  }

  /**
   * Revocations have several writers, so their sequences are times; no two of ours are the same.
   */
  private long sequence(Instant now) {
    return last.updateAndGet(before -> Math.max(before + 1, now.toEpochMilli()));
  }
}
