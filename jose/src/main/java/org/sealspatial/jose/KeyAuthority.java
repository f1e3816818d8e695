/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

/**
 * The anchor of SIM-S as the CA of its token keys: LM-S has its certificate pinned (TS 33.434
 * clause 6.1.2), so a key that it certified is SIM-S's. Safe for many threads.
 */
public final class KeyAuthority {
  private static final int KEY_CERT_SIGN = 5;
  private static final Duration CLOCKS_APART = Duration.ofHours(1);

  private final SigningKey key;
  private final List<X509Certificate> chain;
  private final SecureRandom random = new SecureRandom();

  /**
   * The authority of this key.
   *
   * @param chain the key's own certificate, and those above it
   * @throws UnfitKey where the certificate is of another key or of no CA
   */
  public KeyAuthority(SigningKey key, List<X509Certificate> chain) throws UnfitKey {
    if (chain.isEmpty() || !key.publicHalf().isKeyOf(chain.get(0))) {
      throw new UnfitKey("the certificate is not of the signing key");
    }
    if (key.publicHalf().algorithm() != Algorithm.ES256) {
      throw new UnfitKey("a key that certifies is a P-256 key");
    }
    boolean[] usage = chain.get(0).getKeyUsage();
    if (chain.get(0).getBasicConstraints() < 0 || usage != null && !usage[KEY_CERT_SIGN]) {
      throw new UnfitKey("its certificate is no CA's (basicConstraints, keyUsage)");
    }
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  /**
   * A certificate that says that this is a token key of SIM-S until then, and never longer than the
   * authority's own.
   */
  public X509Certificate certify(PublicKey subject, Instant now, Instant until) {
    X509Certificate own = chain.get(0);
    Date from = later(Date.from(now.minus(CLOCKS_APART)), own.getNotBefore());
    Date end = Date.from(until).before(own.getNotAfter()) ? Date.from(until) : own.getNotAfter();
    try {
      var extensions = new JcaX509ExtensionUtils();
      var builder =
          new JcaX509v3CertificateBuilder(
              X500Name.getInstance(own.getSubjectX500Principal().getEncoded()),
              new BigInteger(120, random),
              from,
              end,
              new X500Name("CN=SIM-S token key"),
              subject);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(subject));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          extensions.createAuthorityKeyIdentifier(own.getPublicKey()));
      return new JcaX509CertificateConverter().getCertificate(builder.build(new Signer(key)));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a certificate can't be made", e);
    }
  }

  private static Date later(Date one, Date other) {
    return one.after(other) ? one : other;
  }

  /** Whether this authority made this certificate. */
  public boolean certified(X509Certificate certificate) {
    try {
      certificate.verify(chain.get(0).getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The certificate and those above it, up to the anchor. */
  public List<X509Certificate> chainOf(X509Certificate certificate) {
    var all = new ArrayList<X509Certificate>();
    all.add(certificate);
    all.addAll(chain);
    return all;
  }

  /** The end of the authority's own certificate. */
  public Instant end() {
    return chain.get(0).getNotAfter().toInstant();
  }

  /** What signs. */
  public SigningKey key() {
    return key;
  }

  /** Signs for the certificate builder with a key that never leaves {@link SigningKey}. */
  private static final class Signer implements ContentSigner {
    private final SigningKey key;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    Signer(SigningKey key) {
      this.key = key;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
    }

    @Override
    public OutputStream getOutputStream() {
      return content;
    }

    @Override
    public byte[] getSignature() {
      return key.signDer(content.toByteArray());
    }
  }
}
