/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.ue;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.Binding;
import org.sealspatial.jose.ClientAssertion;
import org.sealspatial.jose.Proof;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.SpatialRequest;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;

/**
 * Who asks, and how it signs what it asks.
 *
 * @param clientId the registered client (SIM-C)
 * @param valUe identity of the VAL UE
 * @param valService identity of the VAL service
 * @param issuer the SIM-S
 * @param key signs assertions and proofs
 */
public record ValUe(
    String clientId, String valUe, String valService, String issuer, SigningKey key) {
  private static final Wire WIRE = new Wire();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A new request id. */
  public static String newId() {
    return UUID.randomUUID().toString();
  }

  /** A body that asks for a token for one service and one action, with a new request id. */
  public TokenRequestBody asksToken(String service, String action, Optional<String> details) {
    return new TokenRequestBody(
        newId(),
        clientId,
        valUe,
        null,
        valService,
        service,
        List.of(action),
        details.orElse(null),
        deadline(),
        null,
        null,
        null);
  }

  /** A body that asks for spatial map information, with a new request id. */
  public SpatialRequestBody asksSpatial(
      String service, String operation, Map<String, String> parameters) {
    return new SpatialRequestBody(
        newId(), clientId, service, operation, parameters, deadline(), null, null, null);
  }

  private static Instant deadline() {
    return Clock.systemUTC()
        .instant()
        .plus(PATIENCE)
        .truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
  }

  /** The record value of a token request for the direct topic, signed over topic, id and body. */
  public byte[] sign(TokenRequestBody body, String topic) {
    return sign(WIRE.encode(body), body.getRequestId(), topic);
  }

  /** The same for a body in bytes, of whatever schema. */
  public byte[] sign(byte[] body, String requestId, String topic) {
    var claims =
        ClientAssertion.forRecord(
            clientId, issuer, binding(topic, requestId, body), newId(), now());
    String assertion = key.sign(ClientAssertion.RECORD_TYP, claims);
    return WIRE.encode(new TokenRequest(ByteBuffer.wrap(body), assertion, null));
  }

  /** The record value of a spatial request for the direct topic, with its proof of possession. */
  public byte[] sign(SpatialRequestBody body, String topic, String accessToken) {
    byte[] bytes = WIRE.encode(body);
    var claims =
        Proof.claims(
            binding(topic, body.getRequestId(), bytes), Optional.of(accessToken), newId(), now());
    String proof = key.signProof(Proof.RECORD_TYP, claims);
    return WIRE.encode(new SpatialRequest(ByteBuffer.wrap(bytes), accessToken, proof));
  }

  private static Binding.Record binding(String topic, String requestId, byte[] body) {
    return new Binding.Record(topic, requestId, Base64Url.encode(Base64Url.sha256(body)));
  }

  /** An RFC 7523 client assertion for the token endpoint. */
  public String assertion() {
    return key.sign("JWT", ClientAssertion.claims(clientId, issuer, newId(), now()));
  }

  /** A DPoP proof (RFC 9449) for an HTTP request. */
  public String dpop(String method, String uri, Optional<String> accessToken) {
    return key.signProof(
        Proof.HTTP_TYP, Proof.claims(new Binding.Http(method, uri), accessToken, newId(), now()));
  }

  private static Instant now() {
    return Clock.systemUTC().instant();
  }
}
