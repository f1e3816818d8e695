/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.UnfitKey;

/**
 * The files of a TLS server.
 *
 * @param key a private key in PEM, or a PKCS#12 file with key and chain; for its owner alone
 * @param certificate the key's certificate and those between it and its CA, in PEM; empty: the key
 *     file is PKCS#12
 * @param password the PKCS#12 file's password; for its owner alone
 * @param clientTrust CAs whose client certificates count, in PEM; empty: none is asked for
 */
public record TlsFiles(
    Path key, Optional<Path> certificate, Optional<Path> password, Optional<Path> clientTrust) {
  private static final char[] NONE = {};

  /** A private key and the chain that begins with its certificate. */
  private record Identity(PrivateKey key, List<X509Certificate> chain) {}

  /** All files there are. */
  public List<Path> all() {
    return Stream.of(Optional.of(key), certificate, password, clientTrust)
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * What the files say now. Everything is checked here, so that a context can be exchanged for it
   * without a doubt: modes, that key and certificate belong together, that the certificate is in
   * its time.
   *
   * @throws UnfitTls where they are not fit
   */
  public SSLContext context() throws UnfitTls {
    Identity identity = certificate.isPresent() ? pem(certificate.get()) : pkcs12();
    try {
      checkPair(identity);
      identity.chain().get(0).checkValidity();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(identity).getKeyManagers(), trust(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new UnfitTls(certificate.orElse(key) + " can't be used: " + e.getMessage());
    }
  }

  private Identity pem(Path chain) throws UnfitTls {
    List<X509Certificate> certificates = certificates(chain);
    try {
      return new Identity(PemFiles.privateKey(key), certificates);
    } catch (UnfitKey e) {
      throw new UnfitTls(key + ": " + e.getMessage());
    } catch (IOException | IllegalArgumentException e) {
      throw new UnfitTls(key + " holds no private key that can be read"); // no word of its content
    }
  }

  private Identity pkcs12() throws UnfitTls {
    try {
      PemFiles.requireOwnerOnly(key);
      char[] secret = readPassword();
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(key)) {
        store.load(in, secret);
      }
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, secret) instanceof PrivateKey found) {
          return new Identity(
              found,
              Stream.of(store.getCertificateChain(alias))
                  .map(X509Certificate.class::cast)
                  .toList());
        }
      }
      throw new UnfitTls(key + " holds no private key");
    } catch (UnfitKey e) {
      throw new UnfitTls(key + ": " + e.getMessage());
    } catch (GeneralSecurityException | IOException e) {
      throw new UnfitTls(key + " is no PKCS#12 file that the password opens");
    }
  }

  private char[] readPassword() throws UnfitTls, IOException, UnfitKey {
    if (password.isEmpty()) {
      throw new UnfitTls(key + " needs a certificate beside it, or a password where it is PKCS#12");
    }
    PemFiles.requireOwnerOnly(password.get());
    return Files.readString(password.get()).strip().toCharArray();
  }

  private static void checkPair(Identity identity) throws GeneralSecurityException {
    String algorithm =
        switch (identity.key().getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> identity.key().getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(identity.key());
    byte[] signed = signature.sign();
    signature.initVerify(identity.chain().get(0).getPublicKey());
    if (!signature.verify(signed)) {
      throw new GeneralSecurityException("it is of another key");
    }
  }

  private static KeyManagerFactory keys(Identity identity)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setKeyEntry("server", identity.key(), NONE, identity.chain().toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, NONE);
    return keys;
  }

  /** No trust file: nobody is trusted, rather than all whom the platform trusts. */
  private TrustManager[] trust() throws GeneralSecurityException, IOException, UnfitTls {
    if (clientTrust.isEmpty()) {
      return new TrustManager[0];
    }
    KeyStore store = empty();
    for (X509Certificate ca : certificates(clientTrust.get())) {
      store.setCertificateEntry("ca-" + store.size(), ca);
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    return trust.getTrustManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<X509Certificate> certificates(Path file) throws UnfitTls {
    try {
      List<X509Certificate> found = PemFiles.certificates(file);
      if (!found.isEmpty()) {
        return found;
      }
    } catch (IOException | UnfitKey | IllegalArgumentException e) {
      throw new UnfitTls(file + " holds a certificate that can't be read");
    }
    throw new UnfitTls(file + " holds no certificate");
  }
}
