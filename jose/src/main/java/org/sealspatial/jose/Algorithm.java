/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Arrays;
import java.util.Optional;

/** The signature algorithms that are allowed (RFC 7518, RFC 8037); everything else is refused. */
public enum Algorithm {
  /** ECDSA on P-256 with SHA-256: the default. */
  ES256(JWSAlgorithm.ES256),
  /** Ed25519. */
  EdDSA(JWSAlgorithm.EdDSA),
  /** RSASSA-PSS with SHA-256. */
  PS256(JWSAlgorithm.PS256),
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  RS256(JWSAlgorithm.RS256);

  private final JWSAlgorithm jws;

  Algorithm(JWSAlgorithm jws) {
    this.jws = jws;
  }

  JWSAlgorithm jws() {
    return jws;
  }

  /** The algorithm of this exact name; case matters (RFC 7515 section 4.1.1). */
  public static Optional<Algorithm> named(String name) {
    return Arrays.stream(values()).filter(a -> a.name().equals(name)).findFirst();
  }
}
