/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.audit;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.EncryptionKey;
import org.sealspatial.jose.replay.Remembered;
import org.sealspatial.routes.kafkatx.Answer;
import org.sealspatial.routes.kafkatx.Answering.Room;
import org.sealspatial.routes.kafkatx.Inbound;
import org.sealspatial.routes.kafkatx.Outbound;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.DeadLetter;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.Source;

/**
 * Writes the end of a request offset: its audit record beside the reply, or beside the dead letter
 * where there is nobody to reply to. Audit and dead letter lie in the request's own partition
 * number, so that a transaction stays narrow.
 */
public final class AuditTrail {
  /** The fact that holds the hash of the DPoP proof which a token request used up as well. */
  public static final String DPOP_HASH = "dpop_hash";

  private static final int MAX_FIELD = 256;

  private final Wire wire;
  private final String prefix;
  private final String instance;
  private final Pseudonyms pseudonyms;
  private final Optional<EncryptionKey> deadLetterKey;

  /**
   * A trail for one role of one process.
   *
   * @param prefix topic prefix
   * @param instance role and instance, such as sim/a
   * @param deadLetterKey the operator's; absent: dead letters keep no bytes
   */
  public AuditTrail(
      Wire wire,
      String prefix,
      String instance,
      Pseudonyms pseudonyms,
      Optional<EncryptionKey> deadLetterKey) {
    this.wire = wire;
    this.prefix = prefix;
    this.instance = instance;
    this.pseudonyms = pseudonyms;
    this.deadLetterKey = deadLetterKey;
  }

  /** An audit record of this offset that says only where and when. */
  public AuditRecord begin(Inbound record, Flow flow, Map<String, Long> state, Instant now) {
    var audit = new AuditRecord();
    audit.setId(id(record));
    audit.setTime(now);
    audit.setFlow(flow);
    audit.setInstance(instance);
    audit.setSource(
        new Source(record.topic(), record.partition(), record.offset(), record.appended()));
    audit.setFacts(Map.of());
    audit.setState(state);
    return audit;
  }

  /** The id of what happens to this offset: the same whoever decides. */
  public static String id(Inbound record) {
    return record.topic() + "/" + record.partition() + "/" + record.offset();
  }

  /** A field that nobody has checked, cut to a length that can't flood the audit. */
  public static String bounded(String text) {
    return text == null || text.length() <= MAX_FIELD ? text : text.substring(0, MAX_FIELD);
  }

  /** The pseudonym of a VAL UE or VAL user. */
  public String pseudonym(String identity) {
    return pseudonyms.of(identity);
  }

  /** Adds the decision that a resend must repeat, and that the memory is rebuilt from. */
  public static void decided(AuditRecord audit, Remembered decision) {
    audit.setProofHash(decision.proofHash());
    audit.setRule(decision.rule().orElse(null));
    audit.setJti(decision.jti().orElse(null));
    audit.setGranted(decision.granted().orElse(null));
    if (decision.expiresAt() > 0) {
      audit.setIssuedAt(decision.issuedAt());
      audit.setExpiresAt(decision.expiresAt());
    }
  }

  /**
   * The offset ends in a reply and this audit record; where there is nobody to reply to, in a dead
   * letter with this reason instead.
   */
  public Answer end(
      Inbound record, Optional<Outbound> reply, FailureCause otherwise, AuditRecord audit) {
    return reply
        .map(to -> Answer.of(to, outbound(record, audit)))
        .orElseGet(
            () -> letter(record, otherwise, "nobody to reply to", audit, sealed(record.value())));
  }

  /** A record that can't be read ends in a dead letter and this audit record. */
  public Answer unreadable(Inbound record, UnreadableRecord why, Room room, AuditRecord audit) {
    return deadLetter(record, why.reason(), why.getMessage(), room, audit);
  }

  /**
   * The offset ends in a dead letter and this audit record. Where there is little room the bytes of
   * the record would not fit, so they are left out.
   */
  public Answer deadLetter(
      Inbound record, FailureCause reason, String detail, Room room, AuditRecord audit) {
    String jwe = room == Room.LITTLE ? null : sealed(record.value());
    return letter(record, reason, detail, audit, jwe);
  }

  private Answer letter(
      Inbound record, FailureCause reason, String detail, AuditRecord audit, String jwe) {
    audit.setOutcome(Outcome.DEAD_LETTER);
    audit.setCause(reason.name());
    byte[] value = record.value();
    var letter = new DeadLetter();
    letter.setReason(reason.name());
    letter.setDetail(detail);
    letter.setTopic(record.topic());
    letter.setPartition(record.partition());
    letter.setOffset(record.offset());
    letter.setTime(audit.getTime());
    letter.setSha256(ByteBuffer.wrap(Base64Url.sha256(value == null ? new byte[0] : value)));
    letter.setSize(value == null ? -1 : value.length);
    letter.setJwe(jwe);
    return Answer.of(
        Outbound.of(
            Topic.DEAD_LETTERS.in(prefix),
            record.partition(),
            audit.getId(),
            wire.encode(letter),
            Map.of()),
        outbound(record, audit));
  }

  private String sealed(byte[] value) {
    return value == null
        ? null
        : deadLetterKey.map(key -> key.encrypt(value, "application/octet-stream")).orElse(null);
  }

  private Outbound outbound(Inbound record, AuditRecord audit) {
    String key = audit.getSubject() == null ? audit.getId() : audit.getSubject();
    return Outbound.of(
        Topic.AUDIT.in(prefix), record.partition(), key, wire.encode(audit), Map.of());
  }
}
