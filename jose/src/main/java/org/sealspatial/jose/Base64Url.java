/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Base64url without padding (RFC 7515 section 2), and the digests that are written in it. */
public final class Base64Url {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
  private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Base64Url::sha);

  private Base64Url() {}

  /** The text of these bytes. */
  public static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /** The bytes of this text; empty where it is not the one canonical encoding of any bytes. */
  public static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = DECODER.decode(text.getBytes(StandardCharsets.ISO_8859_1));
      return isCanonical(text, bytes) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  // The decoder takes padding, and any bits that are left over in the last group.
  private static boolean isCanonical(String text, byte[] bytes) {
    int whole = text.length() / 4;
    return !text.endsWith("=")
        && encode(Arrays.copyOfRange(bytes, whole * 3, bytes.length))
            .equals(text.substring(whole * 4));
  }

  /** SHA-256 of these bytes. */
  public static byte[] sha256(byte[] bytes) {
    return SHA_256.get().digest(bytes);
  }

  private static MessageDigest sha() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** SHA-256 of this text's UTF-8 bytes, as base64url. */
  public static String sha256(String text) {
    return encode(sha256(text.getBytes(StandardCharsets.UTF_8)));
  }
}
