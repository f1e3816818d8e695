/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of one test, and what it issues: P-256, for this machine. */
public final class TestCa {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final char[] NONE = {};

  private final KeyPair pair = keyPair();
  private final X500Name name;
  private final X509Certificate certificate;

  /** A new one of this name. */
  public TestCa(String name) {
    this.name = new X500Name("CN=" + name);
    this.certificate = sign(this.name, pair, Instant.now().plus(Duration.ofDays(30)), true);
  }

  /**
   * A key and its certificate.
   *
   * @param pair the key
   * @param certificate signed by the authority
   */
  public record Identity(KeyPair pair, X509Certificate certificate) {

    /** The private key in PEM (PKCS#8). */
    public String keyPem() {
      try {
        return pem(new JcaPKCS8Generator(pair.getPrivate(), null));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The certificate in PEM. */
    public String certificatePem() {
      return pem(certificate);
    }

    /** A PKCS#12 store with both. */
    public KeyStore store(char[] password) {
      try {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", pair.getPrivate(), password, new Certificate[] {certificate});
        return store;
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** An identity good for a day, for localhost and 127.0.0.1. */
  public Identity issue(String commonName) {
    return issue(commonName, Duration.ofDays(1));
  }

  /** An identity good for so long from now on; negative: it has expired. */
  public Identity issue(String commonName, Duration validity) {
    KeyPair own = keyPair();
    X500Name subject = new X500Name("CN=" + commonName);
    return new Identity(own, sign(subject, own, Instant.now().plus(validity), false));
  }

  /** A new certificate for the key of an older one. */
  public Identity renew(String commonName, KeyPair own) {
    X500Name subject = new X500Name("CN=" + commonName);
    return new Identity(own, sign(subject, own, Instant.now().plus(Duration.ofDays(1)), false));
  }

  /** The authority's certificate in PEM. */
  public String pem() {
    return pem(certificate);
  }

  /** A client that trusts this authority alone and shows this identity, if any. */
  public SSLContext client(Optional<Identity> shown) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", certificate);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(shown.map(identity -> identity.store(NONE)).orElse(null), NONE);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file for its owner alone, made or overwritten. */
  public static Path secretFile(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private X509Certificate sign(X500Name subject, KeyPair own, Instant until, boolean ca) {
    Instant from = until.minus(Duration.ofDays(60));
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(120, RANDOM),
              Date.from(from),
              Date.from(until),
              subject,
              own.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      if (!ca) {
        builder.addExtension(Extension.subjectAlternativeName, false, thisMachine());
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GeneralNames thisMachine() {
    return new GeneralNames(
        new GeneralName[] {
          new GeneralName(GeneralName.dNSName, "localhost"),
          new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        });
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
