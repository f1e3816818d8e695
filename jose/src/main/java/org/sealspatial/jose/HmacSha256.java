/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104) under one key. Safe for many threads. */
public final class HmacSha256 {
  private static final String NAME = "HmacSHA256";

  private final SecretKeySpec key;
  private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::mac);

  /** Under this secret. */
  public HmacSha256(byte[] secret) {
    this.key = new SecretKeySpec(secret, NAME);
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(NAME);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + NAME, e);
    }
  }

  /** The 32 bytes of a text's UTF-8. */
  public byte[] of(String text) {
    return macs.get().doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
