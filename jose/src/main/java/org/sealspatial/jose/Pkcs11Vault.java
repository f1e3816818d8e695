/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Token keys in a PKCS#11 token (an HSM, or SoftHSM), through the JDK's SunPKCS11 provider. They
 * are made in the token and sign in it; a token that gives private keys out is refused. Several
 * instances may share a token: each sees the keys under its own name.
 */
public final class Pkcs11Vault implements KeyVault {
  private final Provider provider;
  private final KeyStore store;
  private final String prefix;
  private final CryptoProvider crypto;

  /**
   * The keys of this owner in the token.
   *
   * @param config of SunPKCS11: name, library, slot or slotListIndex
   * @param pin of the token's user
   * @throws UnfitKey where the token can't be opened
   */
  public Pkcs11Vault(Path config, char[] pin, String owner, CryptoProvider crypto) throws UnfitKey {
    this.prefix = owner + "/";
    this.crypto = crypto;
    Provider own = Security.getProvider("SunPKCS11");
    if (own == null) {
      throw new UnfitKey("this Java has no provider SunPKCS11");
    }
    try {
      this.provider = own.configure(config.toString());
      this.store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin);
    } catch (GeneralSecurityException
        | IOException
        | ProviderException
        | IllegalArgumentException
        | UnsupportedOperationException e) {
      throw new UnfitKey("the PKCS#11 token of " + config + " can't be opened" + why(e));
    }
  }

  /** Why, in the words of PKCS#11, which hold no secret. */
  private static String why(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      if (text.startsWith("CKR_")) {
        return ": " + text;
      }
    }
    return "";
  }

  @Override
  public List<CertifiedKey> keys() throws IOException, UnfitKey {
    try {
      var keys = new ArrayList<CertifiedKey>();
      for (KeyEntries.Entry entry : entries()) {
        keys.add(certified(entry.key(), entry.certificate()));
      }
      return List.copyOf(keys);
    } catch (GeneralSecurityException | ProviderException e) {
      throw new UnfitKey("the PKCS#11 token does not show its keys" + why(e));
    }
  }

  private List<KeyEntries.Entry> entries() throws GeneralSecurityException {
    return new KeyEntries(store, null).all(prefix);
  }

  private CertifiedKey certified(PrivateKey key, X509Certificate certificate) throws UnfitKey {
    return new CertifiedKey(
        SigningKey.inToken(key, certificate.getPublicKey(), provider, crypto), certificate);
  }

  @Override
  public CertifiedKey make(KeyAuthority authority, Instant now, Instant until)
      throws IOException, UnfitKey {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      SigningKey.requireInToken(pair.getPrivate()); // before it is kept
      X509Certificate certificate = authority.certify(pair.getPublic(), now, until);
      String kid = VerificationKey.of(certificate.getPublicKey(), Algorithm.ES256, crypto).kid();
      store.setKeyEntry(prefix + kid, pair.getPrivate(), null, new Certificate[] {certificate});
      return certified(pair.getPrivate(), certificate);
    } catch (GeneralSecurityException | ProviderException e) {
      throw new UnfitKey("the PKCS#11 token makes no P-256 key" + why(e));
    }
  }

  @Override
  public void remove(String kid) throws IOException {
    try {
      for (KeyEntries.Entry entry : entries()) {
        if (certified(entry.key(), entry.certificate()).kid().equals(kid)) {
          store.deleteEntry(entry.alias());
        }
      }
    } catch (GeneralSecurityException | ProviderException | UnfitKey e) {
      throw new IOException("the PKCS#11 token does not remove a key" + why(e), e);
    }
  }
}
