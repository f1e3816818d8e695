/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.net.URI;
import java.time.Duration;

/**
 * LM-S: what it accepts and what it answers.
 *
 * @param issuer the {@code iss} it accepts
 * @param audience the {@code aud} it answers to
 * @param clockSkew leeway, at most 30 s (TS 33.434 Annex A)
 * @param limits bounds of tokens, answers and views
 */
public record LmConfig(URI issuer, URI audience, Duration clockSkew, Limits limits) {
  private static final String ROLE = "role lm";

  /**
   * Bounds.
   *
   * @param tokenLifetime tokens that live longer are refused
   * @param answerBytes larger answers are refused
   * @param revocationsStaleness an older view of the revocations answers nothing
   */
  public record Limits(Duration tokenLifetime, Integer answerBytes, Duration revocationsStaleness) {
    /** Checks the ranges. */
    public Limits {
      Duration second = Duration.ofSeconds(1);
      new Checks()
          .between(Key.LM_MAX_TOKEN_LIFETIME, tokenLifetime, second, Duration.ofDays(1))
          .between(Key.LM_MAX_ANSWER_BYTES, answerBytes, 1024, 1_000_000)
          .between(
              Key.LM_REVOCATIONS_MAX_STALENESS, revocationsStaleness, second, Duration.ofMinutes(5))
          .raise();
    }
  }

  /** Checks presence and ranges. */
  public LmConfig {
    new Checks()
        .required(Key.LM_ISSUER, issuer, ROLE + " (or sim.issuer)")
        .required(Key.LM_AUDIENCE, audience, ROLE)
        .between(Key.LM_CLOCK_SKEW, clockSkew, Duration.ZERO, Duration.ofSeconds(30))
        .raise();
  }

  static LmConfig from(Settings settings) {
    Key issuerKey = settings.has(Key.LM_ISSUER) ? Key.LM_ISSUER : Key.SIM_ISSUER;
    URI issuer = settings.read(issuerKey, Parse::webAddress);
    URI audience = settings.read(Key.LM_AUDIENCE, Parse::uri);
    Duration skew = settings.read(Key.LM_CLOCK_SKEW, Parse::duration);
    Limits limits = limits(settings);
    return settings.build(() -> new LmConfig(issuer, audience, skew, limits));
  }

  private static Limits limits(Settings settings) {
    Duration lifetime = settings.read(Key.LM_MAX_TOKEN_LIFETIME, Parse::duration);
    Integer bytes = settings.read(Key.LM_MAX_ANSWER_BYTES, Parse::number);
    Duration staleness = settings.read(Key.LM_REVOCATIONS_MAX_STALENESS, Parse::duration);
    return settings.build(() -> new Limits(lifetime, bytes, staleness));
  }
}
