/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.net.URI;
import java.time.Duration;

/**
 * SIM-S: the issuer of tokens.
 *
 * @param issuer {@code iss} of its tokens
 * @param audience {@code aud} of its tokens: LM-S
 * @param signing its keys
 * @param lifetime of a token whose policy names none
 * @param maxLifetime most that a policy may give
 * @param keys how its token keys change
 */
public record SimConfig(
    URI issuer,
    URI audience,
    Signing signing,
    Duration lifetime,
    Duration maxLifetime,
    TokenKeysConfig keys) {

  private static final String ROLE = "role sim";

  /**
   * Keys of SIM-S.
   *
   * @param key signs tables, and tokens or the keys that do
   * @param certificate of that key, with its chain
   * @param jtiKey makes token ids
   */
  public record Signing(AnchorKey key, PublicFile certificate, SecretFile jtiKey) {
    /** All must be there. */
    public Signing {
      new Checks()
          .required(Key.SIM_SIGNING_KEY, key, ROLE)
          .required(Key.SIM_CERTIFICATE, certificate, ROLE)
          .required(Key.SIM_JTI_KEY, jtiKey, ROLE)
          .raise();
    }
  }

  /** Checks presence and ranges. */
  public SimConfig {
    new Checks()
        .required(Key.SIM_ISSUER, issuer, ROLE)
        .required(Key.LM_AUDIENCE, audience, ROLE)
        .between(Key.SIM_TOKEN_LIFETIME, lifetime, Duration.ofSeconds(1), Duration.ofDays(1))
        .between(Key.SIM_TOKEN_MAX_LIFETIME, maxLifetime, Duration.ofSeconds(1), Duration.ofDays(1))
        .that(
            lifetime == null || maxLifetime == null || lifetime.compareTo(maxLifetime) <= 0,
            Key.SIM_TOKEN_LIFETIME,
            () -> "must not be longer than sim.token.max-lifetime, " + Parse.show(maxLifetime))
        .raise();
  }

  static SimConfig from(Settings settings) {
    URI issuer = settings.read(Key.SIM_ISSUER, Parse::webAddress);
    URI audience = settings.read(Key.LM_AUDIENCE, Parse::uri);
    Signing signing = signing(settings);
    Duration lifetime = settings.read(Key.SIM_TOKEN_LIFETIME, Parse::duration);
    Duration most = settings.read(Key.SIM_TOKEN_MAX_LIFETIME, Parse::duration);
    TokenKeysConfig keys = TokenKeysConfig.from(settings);
    return settings.build(() -> new SimConfig(issuer, audience, signing, lifetime, most, keys));
  }

  private static Signing signing(Settings settings) {
    AnchorKey key = AnchorKey.from(settings);
    PublicFile certificate = settings.read(Key.SIM_CERTIFICATE, PublicFile::parse);
    SecretFile jtiKey = settings.read(Key.SIM_JTI_KEY, SecretFile::parseKey);
    return settings.build(() -> new Signing(key, certificate, jtiKey));
  }
}
