/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.sim;

import java.time.Instant;
import java.util.List;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.replay.RequestMemory;
import org.sealspatial.routes.audit.AuditTrail;
import org.sealspatial.routes.audit.ReplyEnvelope;
import org.sealspatial.routes.kafkatx.Answer;
import org.sealspatial.routes.kafkatx.Inbound;
import org.sealspatial.routes.kafkatx.Outbound;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.sim.InquiryReply;
import org.sealspatial.sim.TokenInquiries;

/** Answers what a client wants of a token it has; a revocation commits with its answer. */
public final class InquiryDesk {
  private final TokenInquiryCodec codec;
  private final TokenInquiries sim;
  private final RevocationWriting revocations;

  /**
   * A desk.
   *
   * @param prefix topic prefix
   * @param anchor the key whose signature the readers of the tables believe
   */
  public InquiryDesk(
      Wire wire,
      String prefix,
      AuditTrail trail,
      ReplyEnvelope envelope,
      TokenInquiries sim,
      SigningKey anchor) {
    this.codec = new TokenInquiryCodec(wire, Topic.HTTP_TOKEN_REQUESTS.in(prefix), trail, envelope);
    this.sim = sim;
    this.revocations = new RevocationWriting(prefix, anchor);
  }

  /** The answer; throws where the record is no inquiry. */
  Answer answer(Inbound record, SimState state, RequestMemory memory, Instant now)
      throws UnreadableRecord {
    TokenInquiryCodec.Decoded decoded = codec.decode(record);
    InquiryReply reply = sim.handle(decoded.call(), state.view(), memory, now);
    List<Outbound> entries =
        reply.revokes() ? revocations.of(reply.token().orElseThrow().claims(), now) : List.of();
    return codec.encode(record, decoded, reply, entries, state.offsets(), now);
  }
}
