/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sealspatial.jose.Base64Url;

/**
 * Keyed hashes in place of personal identities: HMAC-SHA256, base64url. The same person has the
 * same pseudonym within a deployment; without the key nobody can try identities out.
 */
public final class Pseudonyms {
  private final SecretKeySpec key;
  private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::mac);

  /** With a secret of at least 32 bytes. */
  public Pseudonyms(byte[] secret) {
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  /** The pseudonym of this identity. */
  public String of(String identity) {
    return Base64Url.encode(macs.get().doFinal(identity.getBytes(StandardCharsets.UTF_8)));
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
