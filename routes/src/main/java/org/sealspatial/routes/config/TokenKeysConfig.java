/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.KeyVault;
import org.sealspatial.jose.PemVault;
import org.sealspatial.jose.Pkcs11Vault;
import org.sealspatial.jose.Pkcs12Vault;
import org.sealspatial.jose.UnfitKey;

/**
 * How the token keys of a SIM-S instance change, and where they are.
 *
 * @param rotation how long a key signs; empty: there are none, the anchor's key signs
 * @param lead how long a key is published before it signs
 * @param store where the keys are kept
 */
public record TokenKeysConfig(Optional<Duration> rotation, Duration lead, Store store) {

  /** The kinds of store. */
  public enum Kind {
    /** A PEM file for each key. */
    PEM,
    /** One PKCS#12 file. */
    PKCS12,
    /** A PKCS#11 token. */
    PKCS11
  }

  /**
   * Where the keys are kept.
   *
   * @param kind of store
   * @param password of the PKCS#12 file or the PKCS#11 token
   * @param pkcs11 configuration of SunPKCS11
   */
  public record Store(Kind kind, Optional<SecretFile> password, Optional<PublicFile> pkcs11) {
    /** Checks that what the kind needs is there, and nothing else. */
    public Store {
      new Checks()
          .that(
              kind == Kind.PEM || password.isPresent(),
              Key.SIM_KEYS_PASSWORD_FILE,
              () -> "is required by sim.keys.store=" + word(kind))
          .that(
              kind != Kind.PEM || password.isEmpty(),
              Key.SIM_KEYS_PASSWORD_FILE,
              () -> "does nothing with sim.keys.store=pem")
          .that(
              (kind == Kind.PKCS11) == pkcs11.isPresent(),
              Key.SIM_KEYS_PKCS11_CONFIG,
              () -> "belongs to sim.keys.store=pkcs11")
          .raise();
    }

    private static String word(Kind kind) {
      return kind.name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks the ranges. */
  public TokenKeysConfig {
    Duration second = Duration.ofSeconds(1);
    new Checks()
        .between(Key.SIM_KEYS_ROTATION, rotation.orElse(null), second, Duration.ofDays(3650))
        .between(Key.SIM_KEYS_LEAD, lead, second, Duration.ofHours(1))
        .raise();
  }

  static TokenKeysConfig from(Settings settings) {
    Optional<Duration> rotation = settings.read(Key.SIM_KEYS_ROTATION, Parse::durationOrOff);
    Duration lead = settings.read(Key.SIM_KEYS_LEAD, Parse::duration);
    Store store = store(settings);
    Duration oldestView = settings.read(Key.LM_REVOCATIONS_MAX_STALENESS, Parse::duration);
    return rotation == null
        ? null
        : settings.build(() -> new TokenKeysConfig(rotation, lead, store).known(oldestView));
  }

  /** Checks that no LM-S that still answers has a view from before a key was published. */
  private TokenKeysConfig known(Duration oldestView) {
    new Checks()
        .that(
            rotation.isEmpty() || lead.compareTo(oldestView) > 0,
            Key.SIM_KEYS_LEAD,
            () ->
                "must be longer than lm.revocations.max-staleness, %s, not %s"
                    .formatted(Parse.show(oldestView), Parse.show(lead)))
        .raise();
    return this;
  }

  private static Store store(Settings settings) {
    Kind kind = settings.read(Key.SIM_KEYS_STORE, Parse::keyStore);
    var password =
        Optional.ofNullable(settings.read(Key.SIM_KEYS_PASSWORD_FILE, SecretFile::parse));
    var pkcs11 = Optional.ofNullable(settings.read(Key.SIM_KEYS_PKCS11_CONFIG, PublicFile::parse));
    return kind == null ? null : settings.build(() -> new Store(kind, password, pkcs11));
  }

  /**
   * Opens the store.
   *
   * @param folder of the store, where it is made of files
   * @param instance whose keys they are, in a token that others use too
   * @throws UnfitKey where it can't be used
   */
  public KeyVault open(Path folder, String instance, CryptoProvider crypto)
      throws IOException, UnfitKey {
    return switch (store.kind()) {
      case PEM -> new PemVault(folder, crypto);
      case PKCS12 ->
          new Pkcs12Vault(folder.resolve("keys.p12"), store.password().get().password(), crypto);
      case PKCS11 ->
          new Pkcs11Vault(
              store.pkcs11().get().path(), store.password().get().password(), instance, crypto);
    };
  }
}
