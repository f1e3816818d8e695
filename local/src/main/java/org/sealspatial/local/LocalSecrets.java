/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.sealspatial.routes.config.Key;
import org.sealspatial.routes.config.PublicFile;

/**
 * The keys of one machine, made at the first start and never again. Every file says that it is not
 * for production, and the production profile refuses it.
 */
public final class LocalSecrets {
  private static final String OPERATOR_KEY = "operator-key.pem";
  private static final String OPERATOR_ANCHOR = "operator.pem";
  private static final String SIM_KEY = "sim-key.pem";
  private static final String SIM_CERTIFICATE = "sim.pem";
  private static final String JTI_KEY = "jti.key";
  private static final String PSEUDONYM_KEY = "pseudonym.key";

  private static final Duration VALIDITY = Duration.ofDays(3650);
  private static final Duration CLOCK_MARGIN = Duration.ofHours(1);

  private final Path folder;
  private final SecureRandom random = new SecureRandom();

  private LocalSecrets(Path folder) {
    this.folder = folder;
  }

  /** The settings that name the files in the folder, which are made if need be. */
  public static Map<String, String> in(Path folder) {
    try {
      if (Files.notExists(folder)) {
        make(folder);
      }
      return settings(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("can't make keys in " + folder, e);
    }
  }

  /** All or nothing: a start that dies half way leaves no folder of that name. */
  private static void make(Path folder) throws IOException {
    Files.createDirectories(folder.getParent());
    Path fresh =
        Files.createTempDirectory(
            folder.getParent(),
            folder.getFileName() + ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      new LocalSecrets(fresh).writeAll();
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("no elliptic curve keys on this Java", e);
    }
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private void writeAll() throws GeneralSecurityException, OperatorCreationException, IOException {
    KeyPair operator = keyPair();
    write(
        OPERATOR_KEY,
        pem(new JcaPKCS8Generator(operator.getPrivate(), null), operator.getPublic()));
    write(OPERATOR_ANCHOR, pem(operator.getPublic()));
    KeyPair sim = keyPair();
    X509CertificateHolder certificate = selfSigned(sim);
    write(SIM_KEY, pem(new JcaPKCS8Generator(sim.getPrivate(), null), certificate));
    write(SIM_CERTIFICATE, pem(certificate));
    write(JTI_KEY, randomLine());
    write(PSEUDONYM_KEY, randomLine());
  }

  private KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  /** Its own anchor, so it must be fit as one. */
  private X509CertificateHolder selfSigned(KeyPair pair)
      throws OperatorCreationException, IOException {
    X500Name name = new X500Name("CN=SIM-S,O=" + PublicFile.LOCAL_MARK.replace(",", "\\,"));
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(120, random),
            Date.from(now.minus(CLOCK_MARGIN)),
            Date.from(now.plus(VALIDITY)),
            name,
            pair.getPublic())
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
        .addExtension(
            Extension.keyUsage,
            true,
            new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign))
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
  }

  private static String pem(Object... objects) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      for (Object object : objects) {
        pem.writeObject(object);
      }
    }
    return text.toString();
  }

  private String randomLine() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n";
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file, PublicFile.LOCAL_MARK + "\n" + text, StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static Map<String, String> settings(Path folder) {
    return Map.of(
        Key.OPERATOR_KEY.dotted(), folder.resolve(OPERATOR_KEY).toString(),
        Key.TRUST_OPERATOR.dotted(), folder.resolve(OPERATOR_ANCHOR).toString(),
        Key.SIM_SIGNING_KEY.dotted(), folder.resolve(SIM_KEY).toString(),
        Key.SIM_CERTIFICATE.dotted(), folder.resolve(SIM_CERTIFICATE).toString(),
        Key.TRUST_SIM.dotted(), folder.resolve(SIM_CERTIFICATE).toString(),
        Key.SIM_JTI_KEY.dotted(), folder.resolve(JTI_KEY).toString(),
        Key.AUDIT_PSEUDONYM_KEY.dotted(), folder.resolve(PSEUDONYM_KEY).toString());
  }
}
