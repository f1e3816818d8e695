/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;

/** What a proof or assertion must be bound to. */
final class Checks {
  private Checks() {}

  static void that(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("the load is not what it should be");
    }
  }

  static void bound(JWTClaimsSet claims, String topic, String requestId, byte[] digest)
      throws ParseException {
    that(topic.equals(claims.getStringClaim("topic")));
    that(requestId.equals(claims.getStringClaim("rid")));
    that(Base64URL.encode(digest).toString().equals(claims.getStringClaim("digest")));
  }
}
