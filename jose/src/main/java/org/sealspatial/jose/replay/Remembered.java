/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose.replay;

import java.time.Instant;
import java.util.Optional;

/**
 * A request of an authenticated sender and what it ended in. Enough to give the same answer again.
 *
 * @param clientId the authenticated client
 * @param requestId chosen by the client
 * @param digest digest of the canonical request
 * @param proofHash hash of client id and jti of the assertion or proof that it used up
 * @param cause exact failure cause by name; absent: granted
 * @param jti of the token that was issued or used
 * @param issuedAt iat of an issued token, in seconds; 0 where none was issued
 * @param expiresAt exp of an issued token, in seconds; 0 where none was issued
 * @param granted JSON of what was granted
 * @param rule policy/rule that decided
 * @param at decision time
 */
public record Remembered(
    String clientId,
    String requestId,
    String digest,
    String proofHash,
    Optional<String> cause,
    Optional<String> jti,
    long issuedAt,
    long expiresAt,
    Optional<String> granted,
    Optional<String> rule,
    Instant at) {

  /** The same decision, with another assertion or proof that was used up for it. */
  public Remembered withProof(String hash) {
    return new Remembered(
        clientId, requestId, digest, hash, cause, jti, issuedAt, expiresAt, granted, rule, at);
  }
}
