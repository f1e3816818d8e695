/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.token;

import java.time.Duration;
import java.util.Set;
import org.sealspatial.jose.Algorithm;

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
  public static final Duration DEFAULT_LEEWAY = Duration.ofSeconds(10);

  private static final Duration MAX_LEEWAY = Duration.ofSeconds(30);

  public TokenSettings {
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
}
