/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.replay.Remembered;

/**
 * Makes jti: HMAC-SHA256 over client, request id and request digest, cut to 144 bits. The same
 * request never makes two token identities, whatever is redelivered or resent, and nobody without
 * the key can guess one. All SIM-S instances share the key.
 */
public final class TokenIds {
  private static final int BYTES = 18;

  private final SecretKeySpec key;
  private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::mac);

  /** With a secret of at least 32 bytes. */
  public TokenIds(byte[] secret) {
    if (secret.length < 32) {
      throw new IllegalArgumentException("the jti key has at least 32 bytes");
    }
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  String jti(String clientId, String requestId, String requestDigest) {
    String input = clientId + '\n' + requestId + '\n' + requestDigest;
    byte[] full = macs.get().doFinal(input.getBytes(StandardCharsets.UTF_8));
    return Base64Url.encode(Arrays.copyOf(full, BYTES));
  }

  /**
   * Shows that SIM-S decided this: HMAC-SHA256 over all that a token is made from when the request
   * comes again. Without it, whoever can write down a decision could have a token made of it.
   */
  public String seal(Remembered granted) {
    String input =
        String.join(
            "\n", // none of these may hold a line break
            "grant",
            granted.clientId(),
            granted.requestId(),
            granted.digest(),
            granted.jti().orElse(""),
            String.valueOf(granted.issuedAt()),
            String.valueOf(granted.expiresAt()),
            granted.granted().orElse(""));
    return Base64Url.encode(macs.get().doFinal(input.getBytes(StandardCharsets.UTF_8)));
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
