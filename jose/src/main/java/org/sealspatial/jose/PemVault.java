/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** Token keys in a folder, a PEM file (mode 0600) with PKCS#8 key and certificate for each. */
public final class PemVault implements KeyVault {
  private static final String ENDING = ".pem";

  private final Path folder;
  private final CryptoProvider crypto;

  /** In this folder, which is made if need be. */
  public PemVault(Path folder, CryptoProvider crypto) throws IOException {
    this.folder = folder;
    this.crypto = crypto;
    OwnerOnly.makeFolder(folder);
  }

  @Override
  public List<CertifiedKey> keys() throws IOException, UnfitKey {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    }
    var keys = new ArrayList<CertifiedKey>();
    for (Path file : files) {
      keys.add(read(file));
    }
    return List.copyOf(keys);
  }

  private CertifiedKey read(Path file) throws IOException, UnfitKey {
    try {
      SigningKey key = PemFiles.signingKey(file, Algorithm.ES256, crypto);
      return new CertifiedKey(key, PemFiles.certificates(file).get(0));
    } catch (UnfitKey e) {
      throw new UnfitKey(file + ": " + e.getMessage());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new UnfitKey(file + " must hold a key and its certificate");
    }
  }

  @Override
  public CertifiedKey make(KeyAuthority authority, Instant now, Instant until)
      throws IOException, UnfitKey {
    try {
      KeyPair pair = SigningKey.generator(Algorithm.ES256).generateKeyPair();
      X509Certificate certificate = authority.certify(pair.getPublic(), now, until);
      SigningKey key = SigningKey.of(pair.getPrivate(), pair.getPublic(), Algorithm.ES256, crypto);
      String text = pem(new JcaPKCS8Generator(pair.getPrivate(), null), certificate);
      OwnerOnly.write(file(key.kid()), text.getBytes(StandardCharsets.US_ASCII));
      return new CertifiedKey(key, certificate);
    } catch (GeneralSecurityException e) {
      throw new UnfitKey("no P-256 keys on this platform");
    }
  }

  private static String pem(Object... objects) throws IOException {
    var text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      for (Object object : objects) {
        pem.writeObject(object);
      }
    }
    return text.toString();
  }

  private Path file(String kid) {
    return folder.resolve(kid + ENDING);
  }

  @Override
  public void remove(String kid) throws IOException {
    Files.deleteIfExists(file(kid));
  }
}
