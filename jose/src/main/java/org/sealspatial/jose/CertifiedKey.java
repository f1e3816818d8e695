/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.security.cert.X509Certificate;

/**
 * A signing key and the certificate of its public half.
 *
 * @param key the key
 * @param certificate of its public half
 */
public record CertifiedKey(SigningKey key, X509Certificate certificate) {

  /** Refuses a certificate of another key. */
  public CertifiedKey {
    if (!key.publicHalf().isKeyOf(certificate)) {
      throw new IllegalArgumentException("the certificate is of another key");
    }
  }

  /** The key id. */
  public String kid() {
    return key.kid();
  }
}
