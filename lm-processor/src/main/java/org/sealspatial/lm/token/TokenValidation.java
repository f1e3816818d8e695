/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.token;

import static org.sealspatial.schemas.FailureCause.SCOPE_INSUFFICIENT;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.Set;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.Scopes;
import org.sealspatial.jose.TokenRules;
import org.sealspatial.lm.domain.VerifiedToken;
import org.sealspatial.lm.domain.VerifiedToken.Identity;
import org.sealspatial.lm.domain.VerifiedToken.Issue;
import org.sealspatial.lm.domain.VerifiedToken.Scope;
import org.sealspatial.lm.port.TrustedKeys;
import org.sealspatial.lm.port.TrustedKeys.TrustedKey;
import org.sealspatial.schemas.FailureCause;

/**
 * Verifies access tokens (RFC 9068 section 4, TS 33.434 Annex A), first failure wins: shape,
 * header, key, signature, type, issuer, audience, time, lifetime, scope. Possession, revocation and
 * the grant come after. Successes are cached by the token's digest: a hit spares signature and
 * parsing, nothing else. Safe for many threads.
 */
public final class TokenValidation {
  private final TokenRules rules;
  private final Cache<String, SignedToken> signed;

  /** A validation that caches at most this many tokens. */
  public TokenValidation(TokenSettings settings, int cacheSize) {
    this.rules = settings.rules();
    this.signed =
        Caffeine.newBuilder()
            .maximumSize(cacheSize)
            .executor(Runnable::run) // waking a pool's thread for each new token costs 20 us
            .build();
  }

  /**
   * What SIM-S signed: shape, header, key, signature, type, issuer and audience are right.
   *
   * @param compact the token as it came
   * @throws Rejected with the exact cause
   */
  public SignedToken signed(String compact, TrustedKeys keys) throws Rejected {
    if (compact.length() > CompactJws.MAX_LENGTH) {
      throw new Rejected(FailureCause.TOKEN_TOO_LARGE, "over the limit"); // before it is hashed
    }
    String digest = Base64Url.sha256(compact);
    SignedToken known = signed.getIfPresent(digest);
    if (known != null && isStillTrusted(known, keys)) {
      return known;
    }
    SignedToken verified = verify(compact, keys);
    signed.put(digest, verified);
    return verified;
  }

  private static boolean isStillTrusted(SignedToken token, TrustedKeys keys) {
    return keys.find(token.kid())
        .map(key -> key.verifies() && key.version() == token.keyVersion())
        .orElse(false);
  }

  private SignedToken verify(String compact, TrustedKeys keys) throws Rejected {
    TokenRules.Signed token =
        rules.signed(
            compact, kid -> keys.find(kid).filter(TrustedKey::verifies).map(TrustedKey::key));
    long version = keys.find(token.kid()).map(TrustedKey::version).orElseThrow();
    return new SignedToken(
        token.claims(), token.kid(), version, Grants.of(token.claims().details()));
  }

  /**
   * The token, where it is in its time and its scope is well formed. Whoever calls this still has
   * to check {@link Possession} and revocation.
   *
   * @param valServices VAL services the client belongs to
   * @throws Rejected with the exact cause
   */
  public VerifiedToken inForce(SignedToken token, Set<String> valServices, Instant now)
      throws Rejected {
    AccessToken claims = token.claims();
    rules.checkTime(claims, now);
    Scopes scopes =
        Scopes.parse(claims.scope())
            .orElseThrow(() -> new Rejected(SCOPE_INSUFFICIENT, "no well-formed scope"));
    return new VerifiedToken(
        new Identity(claims.clientId(), claims.subject(), valServices),
        new Issue(
            claims.jti(),
            token.kid(),
            claims.issuedAt(),
            claims.expiresAt(),
            claims.policyVersion()),
        new Scope(scopes.service(), scopes.actions()),
        claims.confirmation(),
        claims.certificate(),
        token.grants());
  }
}
