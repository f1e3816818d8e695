/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.sim;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.Binding;
import org.sealspatial.routes.audit.ReplyEnvelope;
import org.sealspatial.routes.kafkatx.Inbound;
import org.sealspatial.routes.kafkatx.Outbound;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.HttpContext;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenResponse;
import org.sealspatial.sim.TokenCall;
import org.sealspatial.sim.port.RegisteredClient;

/** What is around every question and every answer on the token topics, whatever is asked. */
final class TokenFrame {
  private final Wire wire;
  private final String httpIngress;
  private final ReplyEnvelope envelope;

  /** With the full name of the HTTP ingress topic: what comes in there came through a gateway. */
  TokenFrame(Wire wire, String httpIngress, ReplyEnvelope envelope) {
    this.wire = wire;
    this.httpIngress = httpIngress;
    this.envelope = envelope;
  }

  /**
   * A question whose body is still to be read.
   *
   * @param body as it came
   * @param bodyDigest SHA-256 of the body
   */
  record Question(TokenRequest request, byte[] body, byte[] bodyDigest) {

    /** What proves who asks. */
    TokenCall.Credentials credentials(HttpContext http) {
      return new TokenCall.Credentials(
          request.getClientAssertion(),
          Optional.ofNullable(request.getProof()),
          Optional.ofNullable(http).map(HttpContext::getCertificate),
          Base64Url.encode(bodyDigest));
    }
  }

  /** What an answer says of its question, and where a gateway waits for it. */
  record Head(
      String requestId,
      String clientId,
      String correlationId,
      ByteBuffer bodyDigest,
      Integer replyPartition) {

    /** An answer that holds no more than a failure, where there is one. */
    TokenResponse response(Optional<FailureCause> cause) {
      var response = new TokenResponse();
      response.setRequestId(requestId);
      response.setClientId(clientId);
      response.setCorrelationId(correlationId);
      response.setBodyDigest(bodyDigest.duplicate());
      cause.map(ReplyEnvelope::failure).ifPresent(response::setFailure);
      return response;
    }
  }

  Question open(Inbound record) throws UnreadableRecord {
    TokenRequest request = wire.decode(record.value(), TokenRequest.class);
    byte[] body = new byte[request.getBody().remaining()];
    request.getBody().duplicate().get(body);
    return new Question(request, body, Base64Url.sha256(body));
  }

  /** How a question came in; the HTTP context and the partition are what its body says. */
  TokenCall.Arrival arrival(Inbound record, HttpContext http, Integer replyPartition) {
    return new TokenCall.Arrival(
        record.topic(),
        Optional.ofNullable(record.key()),
        record.keyOwnsPartition(),
        record.appended(),
        Optional.ofNullable(http).map(h -> new Binding.Http(h.getMethod(), h.getUri())),
        replyPartition != null,
        record.topic().equals(httpIngress));
  }

  /** Where the answer goes; absent: nobody can be told. */
  Optional<ReplyEnvelope.Address> address(
      TokenCall.Arrival arrival, Head head, Optional<RegisteredClient> client) {
    return arrival.fromGateway()
        ? envelope.gateway(head.replyPartition())
        : client.flatMap(RegisteredClient::requestor).map(envelope::requestor);
  }

  Outbound reply(
      Inbound record, ReplyEnvelope.Address to, String type, TokenResponse response, Instant now) {
    return envelope.address(record, to, response.getRequestId(), type, wire.encode(response), now);
  }
}
