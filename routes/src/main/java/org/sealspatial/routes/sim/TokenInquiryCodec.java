/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.EncryptionKey;
import org.sealspatial.jose.Scopes;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.TokenRules;
import org.sealspatial.routes.audit.AuditTrail;
import org.sealspatial.routes.audit.CanonicalDigest;
import org.sealspatial.routes.audit.ReplyEnvelope;
import org.sealspatial.routes.kafkatx.Answer;
import org.sealspatial.routes.kafkatx.Inbound;
import org.sealspatial.routes.kafkatx.Outbound;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.TokenInquiryBody;
import org.sealspatial.schemas.v1.TokenResponse;
import org.sealspatial.sim.InquiryReply;
import org.sealspatial.sim.TokenInquiry;
import org.sealspatial.sim.port.RegisteredClient;

/**
 * Between the bytes of an inquiry, on the same topics as token requests, and the words of SIM-S.
 */
final class TokenInquiryCodec {
  private final Wire wire;
  private final TokenFrame frame;
  private final AuditTrail trail;

  TokenInquiryCodec(Wire wire, String httpIngress, AuditTrail trail, ReplyEnvelope envelope) {
    this.wire = wire;
    this.frame = new TokenFrame(wire, httpIngress, envelope);
    this.trail = trail;
  }

  /** An inquiry as it was read; the head is what the answer repeats. */
  record Decoded(TokenInquiry call, TokenFrame.Head head, ByteBuffer requestDigest) {}

  Decoded decode(Inbound record) throws UnreadableRecord {
    TokenFrame.Question question = frame.open(record);
    TokenInquiryBody body = wire.decode(question.body(), TokenInquiryBody.class);
    byte[] requestDigest = requestDigest(body);
    var call =
        new TokenInquiry(
            frame.arrival(record, body.getHttp(), body.getReplyPartition()),
            body.getRequestId(),
            body.getClientId(),
            body.getValUe() == null ? "" : body.getValUe(),
            operation(body.getOperation()),
            body.getToken(),
            body.getDeadline(),
            question.credentials(body.getHttp()),
            Base64Url.encode(requestDigest));
    var head =
        new TokenFrame.Head(
            body.getRequestId(),
            body.getClientId(),
            body.getCorrelationId(),
            ByteBuffer.wrap(question.bodyDigest()),
            body.getReplyPartition());
    return new Decoded(call, head, ByteBuffer.wrap(requestDigest));
  }

  private static byte[] requestDigest(TokenInquiryBody body) {
    return new CanonicalDigest()
        .add("inquiry")
        .add(body.getClientId())
        .add(body.getRequestId())
        .add(body.getValUe())
        .add(body.getOperation())
        .add(body.getToken())
        .digest();
  }

  private static TokenInquiry.Operation operation(String name) throws UnreadableRecord {
    for (TokenInquiry.Operation operation : TokenInquiry.Operation.values()) {
      if (name.equals(word(operation))) {
        return operation;
      }
    }
    throw new UnreadableRecord(FailureCause.RECORD_UNREADABLE, "no such operation");
  }

  private static String word(TokenInquiry.Operation operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }

  /** The reply, its audit record, and what else is written with them. */
  Answer encode(
      Inbound record,
      Decoded decoded,
      InquiryReply reply,
      List<Outbound> further,
      Map<String, Long> state,
      Instant now) {
    AuditRecord audit = audit(record, decoded, reply, state, now);
    Optional<Outbound> addressed =
        frame
            .address(decoded.call().arrival(), decoded.head(), reply.client())
            .map(to -> frame.reply(record, to, type(decoded), response(decoded, reply), now));
    Answer answer =
        trail.end(record, addressed, reply.cause().orElse(FailureCause.REPLY_NOT_ALLOWED), audit);
    List<Outbound> all = new ArrayList<>(answer.outputs());
    all.addAll(further);
    return new Answer(all);
  }

  private static String type(Decoded decoded) {
    return "org.sealspatial.token." + word(decoded.call().operation()) + ".v1";
  }

  private static TokenResponse response(Decoded decoded, InquiryReply reply) {
    TokenResponse response = decoded.head().response(reply.cause());
    reply.status().ifPresent(status -> put(response, status, reply.client()));
    return response;
  }

  private static void put(
      TokenResponse response, ObjectNode status, Optional<RegisteredClient> client) {
    String text = StrictJson.text(status);
    Optional<EncryptionKey> encryption = client.flatMap(RegisteredClient::encryption);
    if (encryption.isPresent()) {
      response.setEncrypted(ReplyEnvelope.sealed(text, encryption.get()));
    } else {
      response.setStatus(text);
    }
  }

  private AuditRecord audit(
      Inbound record, Decoded decoded, InquiryReply reply, Map<String, Long> state, Instant now) {
    TokenInquiry call = decoded.call();
    AuditRecord audit = trail.begin(record, Flow.TOKEN, state, now);
    audit.setOutcome(
        reply.cause().isPresent()
            ? Outcome.REFUSED
            : reply.duplicate() ? Outcome.DUPLICATE : Outcome.GRANTED);
    audit.setCause(reply.cause().map(Enum::name).orElse(null));
    audit.setAuthenticated(reply.decision().isPresent());
    audit.setRequestId(AuditTrail.bounded(call.requestId()));
    audit.setClientId(AuditTrail.bounded(call.clientId()));
    audit.setOperation(word(call.operation()));
    audit.setRequestDigest(decoded.requestDigest().duplicate());
    audit.setBodyDigest(decoded.head().bodyDigest().duplicate());
    reply.decision().ifPresent(decision -> AuditTrail.decided(audit, decision));
    var facts = new HashMap<String, String>();
    facts.put("deadline", call.deadline().toString());
    reply.token().ifPresent(token -> tell(audit, token));
    if (reply.revokes()) {
      facts.put("event", FailureCause.TOKEN_REVOKED.name());
    }
    audit.setFacts(facts);
    return audit;
  }

  private void tell(AuditRecord audit, TokenRules.Signed token) {
    AccessToken claims = token.claims();
    audit.setJti(claims.jti());
    audit.setKeyId(token.kid());
    audit.setSubject(trail.pseudonym(claims.subject()));
    audit.setService(Scopes.parse(claims.scope()).map(Scopes::service).orElse(null));
  }
}
