/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.token;

import java.time.Duration;
import java.util.Set;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.TokenRules;

/**
 * What a token must be like here.
 *
 * @param issuer iss, exact
 * @param audience aud, exact: this server
 * @param algorithms allowed signature algorithms
 * @param leeway how far clocks may differ; at most 30 s (TS 33.434 Annex A)
 * @param maxLifetime longest time from iat to exp
 */
public record TokenSettings(
    String issuer,
    String audience,
    Set<Algorithm> algorithms,
    Duration leeway,
    Duration maxLifetime) {
  /** The leeway where none is configured. */
  public static final Duration DEFAULT_LEEWAY = TokenRules.DEFAULT_LEEWAY;

  public TokenSettings {
    algorithms = Set.copyOf(algorithms);
    new TokenRules(
        issuer, audience, algorithms, leeway, maxLifetime); // throws where they don't fit
  }

  TokenRules rules() {
    return new TokenRules(issuer, audience, algorithms, leeway, maxLifetime);
  }
}
