/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.Binding;
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
import org.sealspatial.schemas.v1.Failure;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.HttpContext;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.TokenInquiryBody;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenResponse;
import org.sealspatial.sim.InquiryReply;
import org.sealspatial.sim.TokenCall;
import org.sealspatial.sim.TokenInquiry;
import org.sealspatial.sim.port.RegisteredClient;

/**
 * Between the bytes of an inquiry, on the same topics as token requests, and the words of SIM-S.
 */
final class TokenInquiryCodec {
  private final Wire wire;
  private final String httpIngress;
  private final AuditTrail trail;
  private final ReplyEnvelope envelope;

  TokenInquiryCodec(Wire wire, String httpIngress, AuditTrail trail, ReplyEnvelope envelope) {
    this.wire = wire;
    this.httpIngress = httpIngress;
    this.trail = trail;
    this.envelope = envelope;
  }

  /** An inquiry as it was read. */
  record Decoded(
      TokenInquiry call, TokenInquiryBody body, ByteBuffer bodyDigest, ByteBuffer requestDigest) {}

  Decoded decode(Inbound record) throws UnreadableRecord {
    TokenRequest request = wire.decode(record.value(), TokenRequest.class);
    byte[] bytes = new byte[request.getBody().remaining()];
    request.getBody().duplicate().get(bytes);
    TokenInquiryBody body = wire.decode(bytes, TokenInquiryBody.class);
    byte[] bodyDigest = Base64Url.sha256(bytes);
    byte[] requestDigest =
        new CanonicalDigest()
            .add("inquiry")
            .add(body.getClientId())
            .add(body.getRequestId())
            .add(body.getValUe())
            .add(body.getOperation())
            .add(body.getToken())
            .digest();
    var call =
        new TokenInquiry(
            arrival(record, body),
            body.getRequestId(),
            body.getClientId(),
            body.getValUe() == null ? "" : body.getValUe(),
            operation(body.getOperation()),
            body.getToken(),
            body.getDeadline(),
            new TokenCall.Credentials(
                request.getClientAssertion(),
                Optional.ofNullable(request.getProof()),
                Optional.ofNullable(body.getHttp()).map(HttpContext::getCertificate),
                Base64Url.encode(bodyDigest)),
            Base64Url.encode(requestDigest));
    return new Decoded(call, body, ByteBuffer.wrap(bodyDigest), ByteBuffer.wrap(requestDigest));
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

  private TokenCall.Arrival arrival(Inbound record, TokenInquiryBody body) {
    HttpContext http = body.getHttp();
    return new TokenCall.Arrival(
        record.topic(),
        Optional.ofNullable(record.key()),
        record.keyOwnsPartition(),
        record.appended(),
        Optional.ofNullable(http).map(h -> new Binding.Http(h.getMethod(), h.getUri())),
        body.getReplyPartition() != null,
        record.topic().equals(httpIngress));
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
        address(decoded, reply).map(to -> outbound(record, to, decoded, reply, now));
    Answer answer =
        trail.end(record, addressed, reply.cause().orElse(FailureCause.REPLY_NOT_ALLOWED), audit);
    List<Outbound> all = new ArrayList<>(answer.outputs());
    all.addAll(further);
    return new Answer(all);
  }

  private Optional<ReplyEnvelope.Address> address(Decoded decoded, InquiryReply reply) {
    return decoded.call().arrival().fromGateway()
        ? envelope.gateway(decoded.body().getReplyPartition())
        : reply.client().flatMap(RegisteredClient::requestor).map(envelope::requestor);
  }

  private Outbound outbound(
      Inbound record, ReplyEnvelope.Address to, Decoded decoded, InquiryReply reply, Instant now) {
    var response = new TokenResponse();
    response.setRequestId(decoded.body().getRequestId());
    response.setClientId(decoded.body().getClientId());
    response.setCorrelationId(decoded.body().getCorrelationId());
    response.setBodyDigest(decoded.bodyDigest().duplicate());
    reply.status().ifPresent(status -> put(response, status, reply.client()));
    reply
        .cause()
        .map(FailureCause::publicCause)
        .ifPresent(cause -> response.setFailure(new Failure(cause.name(), cause.meaning())));
    String type = "org.sealspatial.token." + word(decoded.call().operation()) + ".v1";
    return envelope.address(
        record, to, decoded.body().getRequestId(), type, wire.encode(response), now);
  }

  private static void put(
      TokenResponse response, ObjectNode status, Optional<RegisteredClient> client) {
    String text = StrictJson.text(status);
    Optional<EncryptionKey> encryption = client.flatMap(RegisteredClient::encryption);
    if (encryption.isPresent()) {
      byte[] clear = text.getBytes(StandardCharsets.UTF_8);
      response.setEncrypted(encryption.get().encrypt(clear, "application/json"));
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
    audit.setBodyDigest(decoded.bodyDigest().duplicate());
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
