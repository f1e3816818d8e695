/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import static org.sealspatial.schemas.FailureCause.TOKEN_ALG_NOT_ALLOWED;
import static org.sealspatial.schemas.FailureCause.TOKEN_AUDIENCE;
import static org.sealspatial.schemas.FailureCause.TOKEN_EXPIRED;
import static org.sealspatial.schemas.FailureCause.TOKEN_ISSUER;
import static org.sealspatial.schemas.FailureCause.TOKEN_KEY_UNKNOWN;
import static org.sealspatial.schemas.FailureCause.TOKEN_LIFETIME;
import static org.sealspatial.schemas.FailureCause.TOKEN_MALFORMED;
import static org.sealspatial.schemas.FailureCause.TOKEN_NOT_YET_VALID;
import static org.sealspatial.schemas.FailureCause.TOKEN_SIGNATURE_INVALID;
import static org.sealspatial.schemas.FailureCause.TOKEN_TYPE;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sealspatial.schemas.FailureCause;

/**
 * What a token must be like (RFC 9068 section 4, TS 33.434 Annex A): the same rules for LM-S, which
 * lets in by them, and for SIM-S, which says by them whether a token is active.
 *
 * @param issuer iss, exact
 * @param audience aud, exact
 * @param algorithms allowed signature algorithms
 * @param leeway how far clocks may differ; at most 30 s (TS 33.434 Annex A)
 * @param maxLifetime longest time from iat to exp
 */
public record TokenRules(
    String issuer,
    String audience,
    Set<Algorithm> algorithms,
    Duration leeway,
    Duration maxLifetime) {
  /** The leeway where none is configured. */
  public static final Duration DEFAULT_LEEWAY = Duration.ofSeconds(10);

  /** The longest leeway there may be. */
  public static final Duration MAX_LEEWAY = Duration.ofSeconds(30);

  public TokenRules {
    if (issuer.isBlank() || audience.isBlank() || algorithms.isEmpty()) {
      throw new IllegalArgumentException("issuer, audience and algorithms must be set");
    }
    if (leeway.isNegative() || leeway.compareTo(MAX_LEEWAY) > 0) {
      throw new IllegalArgumentException("leeway is 0 to 30 s");
    }
    if (maxLifetime.isNegative() || maxLifetime.isZero()) {
      throw new IllegalArgumentException("the longest lifetime is over 0");
    }
    algorithms = Set.copyOf(algorithms);
  }

  /** A token that SIM-S signed, and with which key. */
  public record Signed(AccessToken claims, String kid) {}

  /**
   * What SIM-S signed: shape, header, key, signature, type, issuer and audience are right.
   *
   * @param compact the token as it came
   * @param keys the trusted key of a kid, where it verifies now
   * @throws Rejected with the exact cause
   */
  public Signed signed(String compact, Function<String, Optional<VerificationKey>> keys)
      throws Rejected {
    CompactJws jws = CompactJws.parse(compact);
    if (jws.jwk().isPresent()) {
      throw new Rejected(TOKEN_MALFORMED, "a token brings no key");
    }
    Algorithm algorithm =
        Algorithm.named(jws.alg())
            .filter(algorithms::contains)
            .orElseThrow(() -> new Rejected(TOKEN_ALG_NOT_ALLOWED, "not on the list"));
    VerificationKey trusted =
        jws.kid()
            .flatMap(keys)
            .orElseThrow(() -> new Rejected(TOKEN_KEY_UNKNOWN, "no trusted key"));
    require(trusted.algorithm() == algorithm, TOKEN_ALG_NOT_ALLOWED);
    require(trusted.verify(jws), TOKEN_SIGNATURE_INVALID);
    require(jws.typ().equals(Optional.of(AccessToken.TYP)), TOKEN_TYPE);
    AccessToken claims = AccessToken.fromJson(jws.claims());
    require(claims.issuer().equals(issuer), TOKEN_ISSUER);
    require(claims.audience().equals(audience), TOKEN_AUDIENCE);
    return new Signed(claims, trusted.kid());
  }

  /** Refuses a token that is not in its time, or lives longer than any may. */
  public void checkTime(AccessToken claims, Instant now) throws Rejected {
    Duration life = Duration.between(claims.issuedAt(), claims.expiresAt());
    require(now.isBefore(claims.expiresAt().plus(leeway)), TOKEN_EXPIRED);
    require(!claims.issuedAt().isAfter(now.plus(leeway)), TOKEN_NOT_YET_VALID);
    require(!life.isNegative() && life.compareTo(maxLifetime) <= 0, TOKEN_LIFETIME);
  }

  private static void require(boolean right, FailureCause otherwise) throws Rejected {
    if (!right) {
      throw new Rejected(otherwise, "");
    }
  }
}
