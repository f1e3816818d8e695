/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose.replay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.sealspatial.jose.Base64Url;

/** The first 128 bits of a text's SHA-256: what stands for the text in memory. */
record Fingerprint(long high, long low) {
  static Fingerprint of(String text) {
    var digest = ByteBuffer.wrap(Base64Url.sha256(text.getBytes(StandardCharsets.UTF_8)));
    return new Fingerprint(digest.getLong(), digest.getLong());
  }
}
