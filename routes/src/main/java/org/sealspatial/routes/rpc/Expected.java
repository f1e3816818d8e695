/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.sealspatial.jose.Base64Url;

/**
 * What an answer must carry to be delivered: all three, so that nobody gets another's answer even
 * where a correlation id is guessed, copied or repeated.
 *
 * @param correlationId 128 random bits, base64url
 * @param clientId the client as the request named it
 * @param bodyDigest SHA-256 of the request's body bytes
 */
public record Expected(String correlationId, String clientId, ByteBuffer bodyDigest) {

  /** Keeps a read-only view of the digest. */
  public Expected {
    Objects.requireNonNull(correlationId);
    Objects.requireNonNull(clientId);
    bodyDigest = bodyDigest.asReadOnlyBuffer();
  }

  /** The expectation of a request with this body. */
  public static Expected of(String correlationId, String clientId, byte[] body) {
    return new Expected(correlationId, clientId, ByteBuffer.wrap(Base64Url.sha256(body)));
  }

  boolean matches(Reply reply) {
    return correlationId.equals(reply.correlationId())
        && clientId.equals(reply.clientId())
        && bodyDigest.equals(reply.bodyDigest());
  }
}
