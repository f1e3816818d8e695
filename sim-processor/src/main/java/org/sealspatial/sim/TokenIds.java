/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import java.util.Arrays;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.HmacSha256;
import org.sealspatial.jose.replay.Remembered;

/**
 * Makes jti: HMAC-SHA256 over client, request id and request digest, cut to 144 bits. The same
 * request never makes two token identities, whatever is redelivered or resent, and nobody without
 * the key can guess one. All SIM-S instances share the key.
 */
public final class TokenIds {
  private static final int BYTES = 18;

  private final HmacSha256 mac;

  /** With a secret of at least 32 bytes. */
  public TokenIds(byte[] secret) {
    if (secret.length < 32) {
      throw new IllegalArgumentException("the jti key has at least 32 bytes");
    }
    this.mac = new HmacSha256(secret);
  }

  String jti(String clientId, String requestId, String requestDigest) {
    String input = clientId + '\n' + requestId + '\n' + requestDigest;
    return Base64Url.encode(Arrays.copyOf(mac.of(input), BYTES));
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
    return Base64Url.encode(mac.of(input));
  }
}
