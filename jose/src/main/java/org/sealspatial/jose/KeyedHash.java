/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.crypto.macs.SipHash;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A 64-bit hash under a key (SipHash-2-4): what stands in memory for names that others choose. Who
 * does not know the key can't make two names meet. Safe for many threads.
 */
public final class KeyedHash {
  private static final int KEY_BYTES = 16;

  private final ThreadLocal<SipHash> hash;

  /** Under this key of 16 bytes. */
  public KeyedHash(byte[] key) {
    var parameter = new KeyParameter(key);
    this.hash =
        ThreadLocal.withInitial(
            () -> {
              var mac = new SipHash();
              mac.init(parameter);
              return mac;
            });
  }

  /** Under a new key that never leaves this process. */
  public static KeyedHash withRandomKey() {
    var key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new KeyedHash(key);
  }

  /** The hash of a text's UTF-8. */
  public long of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    SipHash mac = hash.get();
    mac.update(bytes, 0, bytes.length);
    return mac.doFinal();
  }
}
