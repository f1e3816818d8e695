/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
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
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.sealspatial.routes.config.PublicFile;

/** X.509 certificates on P-256, and files that say where they are from. */
final class LocalCertificates {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration CLOCK_MARGIN = Duration.ofHours(1);

  private LocalCertificates() {}

  static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }

  static String privateKey(KeyPair pair) throws IOException {
    return pem(new JcaPKCS8Generator(pair.getPrivate(), null));
  }

  /** A CA's certificate, signed by itself; it may sign servers' and clients', no other CA's. */
  static String authority(String name, KeyPair pair, Duration validity)
      throws IOException, GeneralSecurityException {
    X500Name own = new X500Name("CN=" + name + ",O=" + PublicFile.LOCAL_MARK.replace(",", "\\,"));
    JcaX509v3CertificateBuilder builder = builder(own, own, pair.getPublic(), validity);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
    return signed(builder, pair.getPrivate());
  }

  /**
   * Whom a CA certifies.
   *
   * @param name common name
   * @param addresses where it can be reached; none: it only calls others
   * @param uses as which end of TLS
   */
  record Subject(String name, List<GeneralName> addresses, KeyPurposeId... uses) {}

  /** A certificate of a CA. */
  static String issued(
      Subject subject, PublicKey key, Duration validity, PrivateKey caKey, X509Certificate ca)
      throws IOException, GeneralSecurityException {
    X500Name issuer = X500Name.getInstance(ca.getSubjectX500Principal().getEncoded());
    X500Name own = new X500Name("CN=" + subject.name());
    JcaX509v3CertificateBuilder builder = builder(issuer, own, key, validity);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(subject.uses()));
    if (!subject.addresses().isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(subject.addresses().toArray(GeneralName[]::new)));
    }
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(ca));
    return signed(builder, caKey);
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Duration validity) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(120, RANDOM),
        Date.from(now.minus(CLOCK_MARGIN)),
        Date.from(now.plus(validity)),
        subject,
        key);
  }

  private static String signed(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws IOException, GeneralSecurityException {
    try {
      return pem(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(object);
    }
    return text.toString();
  }

  /** Writes a file for its owner alone; whoever reads at the same time sees all or nothing. */
  static void write(Path file, String text) throws IOException {
    write(file, ("# " + PublicFile.LOCAL_MARK + "\n" + text).getBytes(StandardCharsets.UTF_8));
  }

  /** The same as a JKS with one entry, whose name says where it is from. */
  static void writeStore(Path file, PrivateKey key, X509Certificate certificate, String password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, null);
    char[] secret = password.toCharArray();
    store.setKeyEntry(PublicFile.LOCAL_MARK, key, secret, new Certificate[] {certificate});
    var bytes = new ByteArrayOutputStream();
    store.store(bytes, secret);
    write(file, bytes.toByteArray());
  }

  private static void write(Path file, byte[] content) throws IOException {
    Path fresh =
        Files.createTempFile(
            file.getParent(),
            file.getFileName().toString(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
