/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Token keys in one PKCS#12 file (mode 0600); the password comes from a file of its own. */
public final class Pkcs12Vault implements KeyVault {
  private final Path file;
  private final char[] password;
  private final CryptoProvider crypto;

  /** In this file, which is made with the first key. */
  public Pkcs12Vault(Path file, char[] password, CryptoProvider crypto) throws IOException {
    this.file = file;
    this.password = password.clone();
    this.crypto = crypto;
    OwnerOnly.makeFolder(file.toAbsolutePath().getParent());
  }

  /**
   * The one private key in a PKCS#12 file.
   *
   * @throws UnfitKey where the file is open to others, the password does not open it, or it does
   *     not hold one key that fits
   */
  public static SigningKey signingKey(
      Path file, char[] password, Algorithm algorithm, CryptoProvider crypto)
      throws IOException, UnfitKey {
    try {
      var entries = new KeyEntries(load(file, password), password).all("");
      if (entries.size() != 1) {
        throw new UnfitKey(file + " must hold one private key with its certificate");
      }
      KeyEntries.Entry only = entries.get(0);
      return SigningKey.of(only.key(), only.certificate().getPublicKey(), algorithm, crypto);
    } catch (GeneralSecurityException e) {
      throw unopened(file);
    }
  }

  private static KeyStore load(Path file, char[] password) throws IOException, UnfitKey {
    PemFiles.requireOwnerOnly(file);
    try (var in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      return store;
    } catch (GeneralSecurityException | IOException e) { // a wrong password is an IOException
      throw unopened(file);
    }
  }

  private static UnfitKey unopened(Path file) {
    return new UnfitKey(file + " is no PKCS#12 file that the password opens");
  }

  private KeyStore store() throws IOException, UnfitKey, GeneralSecurityException {
    if (Files.exists(file)) {
      return load(file, password);
    }
    KeyStore fresh = KeyStore.getInstance("PKCS12");
    fresh.load(null, password);
    return fresh;
  }

  @Override
  public List<CertifiedKey> keys() throws IOException, UnfitKey {
    try {
      var keys = new ArrayList<CertifiedKey>();
      for (KeyEntries.Entry entry : new KeyEntries(store(), password).all("")) {
        keys.add(certified(entry));
      }
      return List.copyOf(keys);
    } catch (GeneralSecurityException e) {
      throw unopened(file);
    }
  }

  private CertifiedKey certified(KeyEntries.Entry entry) throws UnfitKey {
    X509Certificate certificate = entry.certificate();
    return new CertifiedKey(
        SigningKey.of(entry.key(), certificate.getPublicKey(), Algorithm.ES256, crypto),
        certificate);
  }

  @Override
  public CertifiedKey make(KeyAuthority authority, Instant now, Instant until)
      throws IOException, UnfitKey {
    try {
      KeyPair pair = SigningKey.generator(Algorithm.ES256).generateKeyPair();
      X509Certificate certificate = authority.certify(pair.getPublic(), now, until);
      SigningKey key = SigningKey.of(pair.getPrivate(), pair.getPublic(), Algorithm.ES256, crypto);
      KeyStore store = store();
      store.setKeyEntry(key.kid(), pair.getPrivate(), password, new Certificate[] {certificate});
      save(store);
      return new CertifiedKey(key, certificate);
    } catch (GeneralSecurityException e) {
      throw unopened(file);
    }
  }

  @Override
  public void remove(String kid) throws IOException {
    try {
      KeyStore store = store();
      for (KeyEntries.Entry entry : new KeyEntries(store, password).all("")) {
        if (certified(entry).kid().equals(kid)) {
          store.deleteEntry(entry.alias());
        }
      }
      save(store);
    } catch (GeneralSecurityException | UnfitKey e) {
      throw new IOException("can't remove a key from " + file, e);
    }
  }

  private void save(KeyStore store) throws IOException, GeneralSecurityException {
    var bytes = new ByteArrayOutputStream();
    store.store(bytes, password);
    OwnerOnly.write(file, bytes.toByteArray());
  }
}
