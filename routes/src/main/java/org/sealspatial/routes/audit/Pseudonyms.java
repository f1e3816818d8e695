/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.audit;

import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.HmacSha256;

/**
 * Keyed hashes in place of personal identities: HMAC-SHA256, base64url. The same person has the
 * same pseudonym within a deployment; without the key nobody can try identities out.
 */
public final class Pseudonyms {
  private final HmacSha256 mac;

  /** With a secret of at least 32 bytes. */
  public Pseudonyms(byte[] secret) {
    this.mac = new HmacSha256(secret);
  }

  /** The pseudonym of this identity. */
  public String of(String identity) {
    return Base64Url.encode(mac.of(identity));
  }
}
