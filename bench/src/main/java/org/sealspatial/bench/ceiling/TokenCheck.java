/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Access tokens, verified once or each time. */
final class TokenCheck {
  private static final int MOST = 100_000;

  private final String issuer;
  private final String audience;
  private final JWSVerifier verifier;
  private final boolean caching;
  private final Map<String, Valid> cache = new HashMap<>();

  /** What the rest needs of a token. */
  record Valid(
      String clientId, String subject, String jkt, String jti, long issued, long expires) {}

  TokenCheck(CeilingSettings settings, Crypto crypto, boolean caching) throws Exception {
    this.issuer = settings.text("issuer");
    this.audience = settings.text("audience");
    this.caching = caching;
    ECKey key = Crypto.pem(Path.of(settings.text("sim.key")));
    this.verifier = crypto.verifier(key.toECPublicKey());
  }

  /** The digest is that of the proof: one is enough for both. */
  Valid check(String token, String digest, Instant now) throws Exception {
    Valid valid = caching ? cache.get(digest) : null;
    if (valid == null) {
      valid = verify(token);
      if (caching && cache.size() < MOST) {
        cache.put(digest, valid);
      }
    }
    Checks.that(valid.expires() > now.getEpochSecond());
    return valid;
  }

  private Valid verify(String token) throws Exception {
    SignedJWT jwt = SignedJWT.parse(token);
    Checks.that(jwt.verify(verifier));
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    Checks.that(issuer.equals(claims.getIssuer()));
    Checks.that(claims.getAudience().contains(audience));
    Checks.that(claims.getStringClaim("scope").startsWith("seal:SS_SmManagement:"));
    return new Valid(
        claims.getStringClaim("client_id"),
        claims.getSubject(),
        (String) claims.getJSONObjectClaim("cnf").get("jkt"),
        claims.getJWTID(),
        claims.getIssueTime().getTime() / 1000,
        claims.getExpirationTime().getTime() / 1000);
  }
}
