/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import java.time.Instant;

/**
 * What a client wants of a token it has. Nothing in it is believed yet.
 *
 * @param arrival the record it came in
 * @param requestId chosen by the client
 * @param clientId the client it names
 * @param valUe identity the record key must be on the direct topic; empty over HTTP
 * @param operation what is to be done
 * @param token the access token as it came: a credential
 * @param deadline after it nobody waits any more
 * @param credentials what proves the sender
 * @param requestDigest SHA-256 of the canonical request, base64url
 */
public record TokenInquiry(
    TokenCall.Arrival arrival,
    String requestId,
    String clientId,
    String valUe,
    Operation operation,
    String token,
    Instant deadline,
    TokenCall.Credentials credentials,
    String requestDigest)
    implements ClientCall {

  /** What can be done with a token that was issued. */
  public enum Operation {
    /** RFC 7009: it is to be good no longer. */
    REVOKE,
    /** RFC 7662: is it good? */
    INTROSPECT
  }

  @Override
  public String toString() {
    return "TokenInquiry[" + operation + " " + requestId + "]";
  }
}
