/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.KeyAuthority;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.UnfitKey;

/**
 * A key of SIM-S and the certificate that everybody has pinned. All have one name, as the old and
 * the new one of a deployment have.
 */
public record SimAnchor(KeyPair pair, X509Certificate certificate) {
  private static final CryptoProvider CRYPTO = CryptoProvider.best();
  private static final X500Name NAME = new X500Name("CN=SIM-S");

  /** One that certifies, and ends so long from now; negative: it has ended. */
  public static SimAnchor of(Duration validity) {
    return of(Instant.now().plus(validity), true);
  }

  /** One that may not certify. */
  public static SimAnchor ofNoCa() {
    return of(Instant.now().plus(Duration.ofDays(30)), false);
  }

  /** One that ends then. */
  public static SimAnchor of(Instant end, boolean ca) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      int usage = KeyUsage.digitalSignature | (ca ? KeyUsage.keyCertSign : 0);
      var builder =
          new JcaX509v3CertificateBuilder(
                  NAME,
                  new BigInteger(120, new SecureRandom()),
                  Date.from(end.minus(Duration.ofDays(4000))),
                  Date.from(end),
                  NAME,
                  pair.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(ca))
              .addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      return new SimAnchor(
          pair,
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What signs. */
  public SigningKey key() {
    try {
      return SigningKey.of(pair.getPrivate(), pair.getPublic(), Algorithm.ES256, CRYPTO);
    } catch (UnfitKey e) {
      throw new IllegalStateException(e);
    }
  }

  /** What certifies token keys. */
  public KeyAuthority authority() throws UnfitKey {
    return new KeyAuthority(key(), List.of(certificate));
  }

  /** The private key in a PEM file with its certificate. */
  public Path keyFile(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "sim-key", ".pem");
    return TestCa.secretFile(
        file, pem(new JcaPKCS8Generator(pair.getPrivate(), null), certificate));
  }

  /** The same in a PKCS#12 file. */
  public Path pkcs12File(Path folder, String password) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "sim", pair.getPrivate(), password.toCharArray(), new Certificate[] {certificate});
      Path file = Files.createTempFile(folder, "sim-key", ".p12");
      try (var out = Files.newOutputStream(file)) {
        store.store(out, password.toCharArray());
      }
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificates of these anchors in one PEM file, as trust.sim holds them. */
  public static Path certificateFile(Path folder, SimAnchor... anchors) throws IOException {
    StringBuilder all = new StringBuilder();
    for (SimAnchor anchor : anchors) {
      all.append(pem(anchor.certificate));
    }
    return Files.writeString(Files.createTempFile(folder, "sim", ".pem"), all);
  }

  /** The private key's own text: what must stand in no log. */
  public String secretText() throws IOException {
    return pem(new JcaPKCS8Generator(pair.getPrivate(), null)).lines().skip(1).findFirst().get();
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
}
