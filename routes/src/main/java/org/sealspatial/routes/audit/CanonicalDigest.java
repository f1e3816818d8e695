/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.sealspatial.jose.Base64Url;

/**
 * SHA-256 over the parts of a request that make it what it is, each with its length before it, so
 * that no two requests share a digest. Assertion, proof, deadline and reply address are not parts.
 */
public final class CanonicalDigest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private final DataOutputStream out = new DataOutputStream(bytes);

  /** Adds a part; null is told from empty. */
  public CanonicalDigest add(String part) {
    try {
      if (part == null) {
        out.writeInt(-1);
      } else {
        byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  /** The digest of the parts so far. */
  public byte[] digest() {
    return Base64Url.sha256(bytes.toByteArray());
  }
}
