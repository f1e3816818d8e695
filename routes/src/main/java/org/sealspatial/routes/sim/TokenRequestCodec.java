/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.StrictJson;
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
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.IssuedToken;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;
import org.sealspatial.sim.TokenCall;
import org.sealspatial.sim.TokenIds;
import org.sealspatial.sim.TokenReply;
import org.sealspatial.sim.port.RegisteredClient;

/** Between the bytes of the token topics and the words of SIM-S. */
public final class TokenRequestCodec {
  private final Wire wire;
  private final TokenFrame frame;
  private final AuditTrail trail;
  private final TokenAudit audit;

  /** With the full name of the HTTP ingress topic: what comes in there came through a gateway. */
  public TokenRequestCodec(
      Wire wire, String httpIngress, AuditTrail trail, ReplyEnvelope envelope, TokenIds ids) {
    this.wire = wire;
    this.frame = new TokenFrame(wire, httpIngress, envelope);
    this.trail = trail;
    this.audit = new TokenAudit(trail, ids);
  }

  /**
   * A request as it was read.
   *
   * @param call in the words of SIM-S
   * @param head what the answer repeats
   * @param requestDigest SHA-256 of the canonical request
   */
  record Decoded(TokenCall call, TokenFrame.Head head, ByteBuffer requestDigest) {}

  Decoded decode(Inbound record) throws UnreadableRecord {
    TokenFrame.Question question = frame.open(record);
    TokenRequestBody body = wire.decode(question.body(), TokenRequestBody.class);
    byte[] requestDigest = requestDigest(body);
    var call =
        new TokenCall(
            frame.arrival(record, body.getHttp(), body.getReplyPartition()),
            body.getRequestId(),
            body.getClientId(),
            body.getValUe(),
            Optional.ofNullable(body.getValUser()),
            body.getValService(),
            body.getService(),
            body.getActions(),
            Optional.ofNullable(body.getAuthorizationDetails()),
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
    return trail.unreadable(record, e, room, trail.begin(record, Flow.TOKEN, state, now));
  }

  Answer encode(
      Inbound record, Decoded decoded, TokenReply reply, Map<String, Long> state, Instant now) {
    Optional<Outbound> addressed =
        frame
            .address(decoded.call().arrival(), decoded.head(), reply.client())
            .map(to -> frame.reply(record, to, type(reply), response(decoded, reply), now));
    return trail.end(
        record,
        addressed,
        reply.cause().orElse(FailureCause.REPLY_NOT_ALLOWED),
        audit.record(record, decoded, reply, state, now));
  }

  private static String type(TokenReply reply) {
    return reply.token().isPresent()
        ? "org.sealspatial.token.issued.v1"
        : "org.sealspatial.token.refused.v1";
  }

  private static TokenResponse response(Decoded decoded, TokenReply reply) {
    TokenResponse response = decoded.head().response(reply.cause());
    reply.token().ifPresent(token -> put(response, token, reply));
    return response;
  }

  private static void put(TokenResponse response, TokenReply.IssuedToken token, TokenReply reply) {
    var encryption = reply.client().flatMap(RegisteredClient::encryption);
    if (encryption.isPresent()) {
      response.setEncrypted(ReplyEnvelope.sealed(StrictJson.text(json(token)), encryption.get()));
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
}
