/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.lm;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.lm.SpatialCall;
import org.sealspatial.lm.SpatialReply;
import org.sealspatial.lm.json.AnswerText;
import org.sealspatial.lm.port.Requestors.Requestor;
import org.sealspatial.routes.audit.AuditTrail;
import org.sealspatial.routes.audit.CanonicalDigest;
import org.sealspatial.routes.audit.ReplyEnvelope;
import org.sealspatial.routes.kafkatx.Answer;
import org.sealspatial.routes.kafkatx.Answering.Room;
import org.sealspatial.routes.kafkatx.Inbound;
import org.sealspatial.routes.kafkatx.Outbound;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.HttpContext;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.SpatialRequest;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.SpatialResponse;

/** Between the bytes of the spatial topics and the words of LM-S. */
public final class SpatialRequestCodec {
  private final Wire wire;
  private final String httpIngress;
  private final AuditTrail trail;
  private final ReplyEnvelope envelope;

  /** With the full name of the HTTP ingress topic: what comes in there came through a gateway. */
  public SpatialRequestCodec(
      Wire wire, String httpIngress, AuditTrail trail, ReplyEnvelope envelope) {
    this.wire = wire;
    this.httpIngress = httpIngress;
    this.trail = trail;
    this.envelope = envelope;
  }

  /**
   * A request as it was read.
   *
   * @param call in the words of LM-S
   * @param body as it came
   * @param bodyDigest SHA-256 of the body bytes
   * @param requestDigest SHA-256 of the canonical request
   */
  record Decoded(
      SpatialCall call, SpatialRequestBody body, ByteBuffer bodyDigest, ByteBuffer requestDigest) {
    boolean fromGateway() {
      return call.arrival().ingress() == SpatialCall.Ingress.HTTP;
    }
  }

  Decoded decode(Inbound record) throws UnreadableRecord {
    SpatialRequest request = wire.decode(record.value(), SpatialRequest.class);
    byte[] bodyBytes = new byte[request.getBody().remaining()];
    request.getBody().duplicate().get(bodyBytes);
    SpatialRequestBody body = wire.decode(bodyBytes, SpatialRequestBody.class);
    byte[] bodyDigest = Base64Url.sha256(bodyBytes);
    byte[] requestDigest = requestDigest(body);
    var credentials =
        new SpatialCall.Credentials(
            request.getAccessToken(),
            Optional.ofNullable(request.getProof()),
            Base64Url.encode(bodyDigest),
            Base64Url.encode(requestDigest));
    var call = new SpatialCall(arrival(record, body), ask(body), credentials, http(body.getHttp()));
    return new Decoded(call, body, ByteBuffer.wrap(bodyDigest), ByteBuffer.wrap(requestDigest));
  }

  private SpatialCall.Arrival arrival(Inbound record, SpatialRequestBody body) {
    return new SpatialCall.Arrival(
        record.topic().equals(httpIngress) ? SpatialCall.Ingress.HTTP : SpatialCall.Ingress.DIRECT,
        record.topic(),
        Optional.ofNullable(record.key()),
        record.keyOwnsPartition(),
        record.appended(),
        body.getReplyPartition() != null);
  }

  private static SpatialCall.Ask ask(SpatialRequestBody body) {
    return new SpatialCall.Ask(
        body.getRequestId(),
        body.getClientId(),
        body.getService(),
        body.getOperation(),
        body.getParameters(),
        body.getDeadline());
  }

  private static Optional<SpatialCall.Http> http(HttpContext http) {
    return Optional.ofNullable(http)
        .map(
            h ->
                new SpatialCall.Http(
                    h.getMethod(),
                    h.getUri(),
                    Optional.ofNullable(h.getScheme()),
                    Optional.ofNullable(h.getCertificate())));
  }

  private static byte[] requestDigest(SpatialRequestBody body) {
    var digest =
        new CanonicalDigest()
            .add("spatial")
            .add(body.getClientId())
            .add(body.getRequestId())
            .add(body.getService())
            .add(body.getOperation());
    new TreeMap<>(body.getParameters()).forEach((name, value) -> digest.add(name).add(value));
    return digest.digest();
  }

  Answer unreadable(
      Inbound record, UnreadableRecord e, Room room, SpatialState state, Instant now) {
    AuditRecord audit = trail.begin(record, Flow.SPATIAL, state.offsets(), now);
    return trail.unreadable(record, e, room, audit);
  }

  Answer encode(
      Inbound record, Decoded decoded, SpatialReply reply, SpatialState state, Instant now) {
    // The claimed client, whether proven or not: its own topic is the only place it can be told.
    Optional<Requestor> requestor = state.view().requestors().find(decoded.body().getClientId());
    AuditRecord audit = audit(record, decoded, reply, state, now);
    Optional<Outbound> addressed =
        address(decoded, requestor)
            .map(
                to ->
                    reply(
                        record,
                        to,
                        decoded,
                        type(reply),
                        response(decoded, reply, requestor),
                        now));
    return trail.end(
        record, addressed, reply.refusal().orElse(FailureCause.REPLY_NOT_ALLOWED), audit);
  }

  private Outbound reply(
      Inbound record,
      ReplyEnvelope.Address to,
      Decoded decoded,
      String type,
      SpatialResponse response,
      Instant now) {
    String requestId = decoded.body().getRequestId();
    return envelope.address(record, to, requestId, type, wire.encode(response), now);
  }

  private Optional<ReplyEnvelope.Address> address(Decoded decoded, Optional<Requestor> requestor) {
    return decoded.fromGateway()
        ? envelope.gateway(decoded.body().getReplyPartition())
        : requestor.flatMap(Requestor::replyName).map(envelope::requestor);
  }

  private static String type(SpatialReply reply) {
    return reply.answer().isPresent()
        ? "org.sealspatial.spatial.provided.v1"
        : "org.sealspatial.spatial.refused.v1";
  }

  private static SpatialResponse response(
      Decoded decoded, SpatialReply reply, Optional<Requestor> requestor) {
    var response = new SpatialResponse();
    response.setRequestId(decoded.body().getRequestId());
    response.setClientId(decoded.body().getClientId());
    response.setCorrelationId(decoded.body().getCorrelationId());
    response.setBodyDigest(decoded.bodyDigest().duplicate());
    response.setWithheld(reply.withheld());
    reply.answer().ifPresent(answer -> put(response, answer, requestor));
    reply.refusal().map(ReplyEnvelope::failure).ifPresent(response::setFailure);
    return response;
  }

  private static void put(
      SpatialResponse response, AnswerText answer, Optional<Requestor> requestor) {
    var encryption = requestor.flatMap(Requestor::encryption);
    if (encryption.isPresent()) {
      response.setEncrypted(ReplyEnvelope.sealed(answer.json(), encryption.get()));
    } else {
      response.setContent(answer.json());
    }
  }

  private AuditRecord audit(
      Inbound record, Decoded decoded, SpatialReply reply, SpatialState state, Instant now) {
    SpatialCall.Ask ask = decoded.call().ask();
    AuditRecord audit = trail.begin(record, Flow.SPATIAL, state.offsets(), now);
    audit.setOutcome(outcome(reply));
    audit.setCause(reply.refusal().map(Enum::name).orElse(null));
    audit.setAuthenticated(reply.authenticated());
    audit.setRequestId(AuditTrail.bounded(ask.requestId()));
    audit.setClientId(AuditTrail.bounded(ask.clientId()));
    audit.setSubject(reply.facts().subject().map(trail::pseudonym).orElse(null));
    audit.setService(AuditTrail.bounded(ask.service()));
    audit.setOperation(AuditTrail.bounded(ask.operation()));
    audit.setResource(reply.facts().resource().map(AuditTrail::bounded).orElse(null));
    audit.setWithheld(reply.withheld());
    audit.setRequestDigest(decoded.requestDigest().duplicate());
    audit.setBodyDigest(decoded.bodyDigest().duplicate());
    audit.setFacts(Map.of("deadline", ask.deadline().toString()));
    audit.setProofHash(reply.facts().proofHash().orElse(null));
    reply.facts().token().ifPresent(token -> token(audit, token));
    return audit;
  }

  private static void token(AuditRecord audit, SpatialReply.TokenFacts token) {
    audit.setJti(AuditTrail.bounded(token.jti()));
    audit.setKeyId(token.kid());
    audit.setIssuedAt(token.issuedAt());
    audit.setExpiresAt(token.expiresAt());
    token.policyVersion().ifPresent(audit::setPolicyVersion);
  }

  private static Outcome outcome(SpatialReply reply) {
    if (reply.duplicate()) {
      return Outcome.DUPLICATE;
    }
    return reply.answer().isPresent() ? Outcome.GRANTED : Outcome.REFUSED;
  }
}
