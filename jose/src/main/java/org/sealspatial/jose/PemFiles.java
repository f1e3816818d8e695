/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * Keys and certificates in PEM files. A file with a private key must be readable by its owner alone
 * (mode 0600 or 0400).
 */
public final class PemFiles {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private PemFiles() {}

  /**
   * The signing key in a file that holds a PKCS#8 private key and its public key or certificate.
   *
   * @throws UnfitKey where the file is open to others, or holds no fit key
   */
  public static SigningKey signingKey(Path file, Algorithm algorithm, CryptoProvider crypto)
      throws IOException, UnfitKey {
    requireOwnerOnly(file);
    var converter = new JcaPEMKeyConverter();
    PrivateKey privateKey = null;
    PublicKey publicKey = null;
    for (Object object : objects(file)) {
      if (object instanceof PrivateKeyInfo info) {
        privateKey = converter.getPrivateKey(info);
      } else if (object instanceof SubjectPublicKeyInfo info) {
        publicKey = converter.getPublicKey(info);
      } else if (object instanceof X509CertificateHolder holder && publicKey == null) {
        publicKey = converter.getPublicKey(holder.getSubjectPublicKeyInfo());
      }
    }
    if (privateKey == null || publicKey == null) {
      throw new UnfitKey(
          "the file must hold a PKCS#8 private key and its public key or certificate");
    }
    return SigningKey.of(privateKey, publicKey, algorithm, crypto);
  }

  /**
   * The one private key in a file, whatever it is for.
   *
   * @throws UnfitKey where the file is open to others, or holds none or more than one
   */
  public static PrivateKey privateKey(Path file) throws IOException, UnfitKey {
    requireOwnerOnly(file);
    var keys = new ArrayList<PrivateKey>();
    for (Object object : objects(file)) {
      if (object instanceof PrivateKeyInfo info) {
        keys.add(new JcaPEMKeyConverter().getPrivateKey(info));
      } else if (object instanceof PEMKeyPair pair) {
        keys.add(new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo()));
      }
    }
    if (keys.size() != 1) {
      throw new UnfitKey("the file must hold one private key, not encrypted");
    }
    return keys.get(0);
  }

  /** The public keys in a file: SubjectPublicKeyInfo blocks. */
  public static List<PublicKey> publicKeys(Path file) throws IOException {
    var keys = new ArrayList<PublicKey>();
    for (Object object : objects(file)) {
      if (object instanceof SubjectPublicKeyInfo info) {
        keys.add(new JcaPEMKeyConverter().getPublicKey(info));
      }
    }
    return List.copyOf(keys);
  }

  /**
   * The trust anchors in a file: the keys of its certificates and its public key blocks.
   *
   * @throws UnfitKey where there is none, or one that the key policy refuses
   */
  public static List<VerificationKey> anchors(Path file, CryptoProvider crypto)
      throws IOException, UnfitKey {
    var anchors = new ArrayList<VerificationKey>();
    for (X509Certificate certificate : certificates(file)) {
      anchors.add(anchor(certificate.getPublicKey(), crypto));
    }
    for (PublicKey key : publicKeys(file)) {
      anchors.add(anchor(key, crypto));
    }
    if (anchors.isEmpty()) {
      throw new UnfitKey("no certificate and no public key in the file");
    }
    return List.copyOf(anchors);
  }

  private static VerificationKey anchor(PublicKey key, CryptoProvider crypto) throws UnfitKey {
    Algorithm algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> Algorithm.ES256;
          case "RSA" -> Algorithm.PS256;
          default -> Algorithm.EdDSA;
        };
    return VerificationKey.of(key, algorithm, crypto);
  }

  /** The certificates in a file, in their order. */
  public static List<X509Certificate> certificates(Path file) throws IOException, UnfitKey {
    var certificates = new ArrayList<X509Certificate>();
    try {
      for (Object object : objects(file)) {
        if (object instanceof X509CertificateHolder holder) {
          certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
        }
      }
    } catch (CertificateException e) {
      throw new UnfitKey("not a certificate");
    }
    return List.copyOf(certificates);
  }

  /**
   * The bytes of a secret file.
   *
   * @throws UnfitKey where the file is open to others or shorter than 32 bytes
   */
  public static byte[] secret(Path file) throws IOException, UnfitKey {
    requireOwnerOnly(file);
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length < 32) {
      throw new UnfitKey("a secret has at least 32 bytes");
    }
    return bytes;
  }

  /** Refuses a file that others than its owner may open. */
  public static void requireOwnerOnly(Path file) throws IOException, UnfitKey {
    if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      throw new UnfitKey("the file must be readable by its owner alone (mode 0600)");
    }
  }

  private static List<Object> objects(Path file) throws IOException {
    var objects = new ArrayList<>();
    try (var parser =
        new PEMParser(new StringReader(Files.readString(file, StandardCharsets.US_ASCII)))) {
      for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
        objects.add(object);
      }
    }
    return objects;
  }
}
