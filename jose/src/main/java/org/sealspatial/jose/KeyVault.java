/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Where the token keys of one SIM-S instance are kept: {@link PemVault}, {@link Pkcs12Vault} or
 * {@link Pkcs11Vault}. One thread at a time.
 */
public interface KeyVault {

  /**
   * All keys in it.
   *
   * @throws UnfitKey where one is open to others or not fit
   */
  List<CertifiedKey> keys() throws IOException, UnfitKey;

  /** Makes a P-256 key and keeps it, certified until then; it is in the vault when this returns. */
  CertifiedKey make(KeyAuthority authority, Instant now, Instant until)
      throws IOException, UnfitKey;

  /** Destroys a key; nothing happens where there is none. */
  void remove(String kid) throws IOException;
}
