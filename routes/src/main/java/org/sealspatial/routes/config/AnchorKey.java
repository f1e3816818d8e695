/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.io.IOException;
import java.util.Optional;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.Pkcs12Vault;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.UnfitKey;

/**
 * The private key of SIM-S whose certificate everybody has pinned.
 *
 * @param file PEM with PKCS#8, or PKCS#12
 * @param password of the PKCS#12 file; empty: the file is PEM
 */
public record AnchorKey(SecretFile file, Optional<SecretFile> password) {

  /** The key of these settings; null where there is none, or where it is refused. */
  static AnchorKey from(Settings settings) {
    SecretFile file = settings.read(Key.SIM_SIGNING_KEY, SecretFile::parse);
    var password =
        Optional.ofNullable(settings.read(Key.SIM_SIGNING_KEY_PASSWORD_FILE, SecretFile::parse));
    return file == null ? null : new AnchorKey(file, password);
  }

  /**
   * The key of the settings of SIM-S, for the operator's commands about keys.
   *
   * @throws InvalidConfig where it is missing or refused
   */
  public static AnchorKey required(Settings settings) {
    AnchorKey key = from(settings);
    settings.build(
        () -> {
          new Checks().required(Key.SIM_SIGNING_KEY, key, "seal keys").raise();
          return key;
        });
    settings.raise();
    return key;
  }

  /** What signs with it. */
  public SigningKey open(CryptoProvider crypto) throws IOException, UnfitKey {
    return password.isPresent()
        ? Pkcs12Vault.signingKey(file.path(), password.get().password(), Algorithm.ES256, crypto)
        : PemFiles.signingKey(file.path(), Algorithm.ES256, crypto);
  }
}
