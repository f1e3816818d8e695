/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.Binding;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.routes.audit.AuditTrail;
import org.sealspatial.routes.audit.CanonicalDigest;
import org.sealspatial.routes.audit.ReplyEnvelope;
import org.sealspatial.routes.kafkatx.Answer;
import org.sealspatial.routes.kafkatx.Answering.Room;
import org.sealspatial.routes.kafkatx.Inbound;
import org.sealspatial.routes.kafkatx.Outbound;
import org.sealspatial.routes.memory.SealedHistory;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.Failure;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.HttpContext;
import org.sealspatial.schemas.v1.IssuedToken;
import org.sealspatial.schemas.v1.Outcome;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;
import org.sealspatial.sim.TokenCall;
import org.sealspatial.sim.TokenIds;
import org.sealspatial.sim.TokenReply;
import org.sealspatial.sim.port.RegisteredClient;

/** Between the bytes of the token topics and the words of SIM-S. */
public final class TokenRequestCodec {
  private static final int MAX_DETAILS = 16_384;

  private final Wire wire;
  private final String httpIngress;
  private final AuditTrail trail;
  private final ReplyEnvelope envelope;
  private final TokenIds ids;

  /** With the full name of the HTTP ingress topic: what comes in there came through a gateway. */
  public TokenRequestCodec(
      Wire wire, String httpIngress, AuditTrail trail, ReplyEnvelope envelope, TokenIds ids) {
    this.wire = wire;
    this.httpIngress = httpIngress;
    this.trail = trail;
    this.envelope = envelope;
    this.ids = ids;
  }

  /**
   * A request as it was read.
   *
   * @param call in the words of SIM-S
   * @param body as it came
   * @param bodyDigest SHA-256 of the body bytes
   * @param requestDigest SHA-256 of the canonical request
   */
  record Decoded(
      TokenCall call, TokenRequestBody body, ByteBuffer bodyDigest, ByteBuffer requestDigest) {}

  Decoded decode(Inbound record) throws UnreadableRecord {
    TokenRequest request = wire.decode(record.value(), TokenRequest.class);
    byte[] bodyBytes = bytes(request.getBody());
    TokenRequestBody body = wire.decode(bodyBytes, TokenRequestBody.class);
    byte[] bodyDigest = Base64Url.sha256(bodyBytes);
    byte[] requestDigest = requestDigest(body);
    var call =
        new TokenCall(
            arrival(record, body),
            body.getRequestId(),
            body.getClientId(),
            body.getValUe(),
            Optional.ofNullable(body.getValUser()),
            body.getValService(),
            body.getService(),
            body.getActions(),
            Optional.ofNullable(body.getAuthorizationDetails()),
            body.getDeadline(),
            new TokenCall.Credentials(
                request.getClientAssertion(),
                Optional.ofNullable(request.getProof()),
                Optional.ofNullable(body.getHttp()).map(HttpContext::getCertificate),
                Base64Url.encode(bodyDigest)),
            Base64Url.encode(requestDigest));
    return new Decoded(call, body, ByteBuffer.wrap(bodyDigest), ByteBuffer.wrap(requestDigest));
  }

  private TokenCall.Arrival arrival(Inbound record, TokenRequestBody body) {
    HttpContext http = body.getHttp();
    return new TokenCall.Arrival(
        record.topic(),
        Optional.ofNullable(record.key()),
        record.keyOwnsPartition(),
        record.appended(),
        http == null
            ? Optional.empty()
            : Optional.of(new Binding.Http(http.getMethod(), http.getUri())),
        body.getReplyPartition() != null,
        record.topic().equals(httpIngress));
  }

  private static byte[] requestDigest(TokenRequestBody body) {
    var digest =
        new CanonicalDigest()
            .add("token")
            .add(body.getClientId())
            .add(body.getRequestId())
            .add(body.getValUe())
            .add(body.getValUser())
            .add(body.getValService())
            .add(body.getService())
            .add(body.getAuthorizationDetails());
    body.getActions().stream().sorted().forEach(digest::add);
    return digest.digest();
  }

  Answer unreadable(
      Inbound record, UnreadableRecord e, Room room, Map<String, Long> state, Instant now) {
    AuditRecord audit = trail.begin(record, Flow.TOKEN, state, now);
    return room == Room.LITTLE
        ? trail.smallDeadLetter(record, e.reason(), e.getMessage(), audit)
        : trail.deadLetter(record, e.reason(), e.getMessage(), audit);
  }

  Answer encode(
      Inbound record, Decoded decoded, TokenReply reply, Map<String, Long> state, Instant now) {
    AuditRecord audit = audit(record, decoded, reply, state, now);
    Optional<Outbound> addressed =
        address(decoded, reply)
            .map(to -> reply(record, to, decoded, type(reply), response(decoded, reply), now));
    return trail.end(
        record, addressed, reply.cause().orElse(FailureCause.REPLY_NOT_ALLOWED), audit);
  }

  private Outbound reply(
      Inbound record,
      ReplyEnvelope.Address to,
      Decoded decoded,
      String type,
      TokenResponse response,
      Instant now) {
    String requestId = decoded.body().getRequestId();
    return envelope.address(record, to, requestId, type, wire.encode(response), now);
  }

  private Optional<ReplyEnvelope.Address> address(Decoded decoded, TokenReply reply) {
    return decoded.call().arrival().fromGateway()
        ? envelope.gateway(decoded.body().getReplyPartition())
        : reply.client().flatMap(RegisteredClient::requestor).map(envelope::requestor);
  }

  private static String type(TokenReply reply) {
    return reply.token().isPresent()
        ? "org.sealspatial.token.issued.v1"
        : "org.sealspatial.token.refused.v1";
  }

  private static TokenResponse response(Decoded decoded, TokenReply reply) {
    var response = new TokenResponse();
    response.setRequestId(decoded.body().getRequestId());
    response.setClientId(decoded.body().getClientId());
    response.setCorrelationId(decoded.body().getCorrelationId());
    response.setBodyDigest(decoded.bodyDigest().duplicate());
    reply.token().ifPresent(token -> put(response, token, reply));
    reply
        .cause()
        .ifPresent(
            cause ->
                response.setFailure(
                    new Failure(cause.publicCause().name(), cause.publicCause().meaning())));
    return response;
  }

  private static void put(TokenResponse response, TokenReply.IssuedToken token, TokenReply reply) {
    var encryption = reply.client().flatMap(RegisteredClient::encryption);
    if (encryption.isPresent()) {
      response.setEncrypted(
          encryption
              .get()
              .encrypt(
                  StrictJson.text(json(token)).getBytes(StandardCharsets.UTF_8),
                  "application/json"));
    } else {
      response.setToken(
          new IssuedToken(
              token.accessToken(),
              token.type(),
              token.expiresIn(),
              token.scope(),
              token.authorizationDetails()));
    }
  }

  private static ObjectNode json(TokenReply.IssuedToken token) {
    ObjectNode json =
        StrictJson.object()
            .put("access_token", token.accessToken())
            .put("token_type", token.type())
            .put("expires_in", token.expiresIn())
            .put("scope", token.scope());
    json.set("authorization_details", StrictJson.array(token.authorizationDetails()).orElseThrow());
    return json;
  }

  private AuditRecord audit(
      Inbound record, Decoded decoded, TokenReply reply, Map<String, Long> state, Instant now) {
    TokenCall call = decoded.call();
    AuditRecord audit = trail.begin(record, Flow.TOKEN, state, now);
    audit.setOutcome(outcome(reply));
    audit.setCause(reply.cause().map(Enum::name).orElse(null));
    audit.setAuthenticated(reply.authenticated());
    audit.setRequestId(AuditTrail.bounded(call.requestId()));
    audit.setClientId(AuditTrail.bounded(call.clientId()));
    audit.setSubject(trail.pseudonym(call.valUe()));
    audit.setValService(AuditTrail.bounded(call.valService()));
    audit.setService(AuditTrail.bounded(call.service()));
    audit.setOperation(AuditTrail.bounded(String.join(" ", call.actions())));
    audit.setPolicyVersion(reply.policyVersion());
    audit.setKeyId(reply.keyId().orElse(null));
    audit.setRequestDigest(decoded.requestDigest().duplicate());
    audit.setBodyDigest(decoded.bodyDigest().duplicate());
    Map<String, String> facts = facts(call, reply);
    reply
        .decision()
        .filter(decision -> decision.granted().isPresent())
        .ifPresent(decision -> facts.put(SealedHistory.SEAL, ids.seal(decision)));
    audit.setFacts(facts);
    reply.decision().ifPresent(decision -> AuditTrail.decided(audit, decision));
    return audit;
  }

  private static Outcome outcome(TokenReply reply) {
    if (reply.duplicate()) {
      return Outcome.DUPLICATE;
    }
    return reply.token().isPresent() ? Outcome.GRANTED : Outcome.REFUSED;
  }

  private Map<String, String> facts(TokenCall call, TokenReply reply) {
    var facts = new HashMap<String, String>();
    facts.put("deadline", call.deadline().toString());
    call.authorizationDetails()
        .filter(details -> reply.authenticated() && details.length() <= MAX_DETAILS)
        .ifPresent(details -> facts.put("authorization_details", details));
    call.valUser().ifPresent(user -> facts.put("val_user", trail.pseudonym(user)));
    reply.possessionHash().ifPresent(hash -> facts.put(AuditTrail.DPOP_HASH, hash));
    return facts;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
