/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.port;

import java.time.Instant;
import java.util.Optional;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.sim.domain.Policies;

/** One immutable view of the state; a batch is decided on one of them. */
public interface SimView {
  /** The client of this id. */
  Optional<RegisteredClient> client(String id);

  /** The policies in force. */
  Policies policies();

  /** The key to sign with; absent: none is active yet. */
  Optional<SigningKey> activeKey();

  /** The key of this id, where tokens under it are good now; the id is untrusted text. */
  Optional<VerificationKey> verificationKey(String kid);

  /** Whether the view of the revocations is too old to say that a token is good. */
  boolean revocationsStale();

  /** Whether a token of this identity was revoked. */
  boolean revoked(
      String jti, String clientId, String subject, String service, String keyId, Instant issuedAt);
}
