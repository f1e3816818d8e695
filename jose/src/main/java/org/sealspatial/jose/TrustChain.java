/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The SIM-S certificates an LM-S trusts (TS 33.434 clause 6.1.2). A key is SIM-S's only where its
 * certificate chain ends at one of them: who can write the topic of keys still can't make tokens.
 */
public final class TrustChain {
  private final List<X509Certificate> anchors;

  /** With the pinned certificates: of SIM-S itself, or of the CA that issues for it. */
  public TrustChain(List<X509Certificate> anchors) {
    if (anchors.isEmpty()) {
      throw new IllegalArgumentException("no trust anchor");
    }
    this.anchors = List.copyOf(anchors);
  }

  /** The chain as RFC 7517 x5c: base64 DER, leaf first. */
  public static List<String> x5c(List<X509Certificate> chain) {
    try {
      var texts = new ArrayList<String>();
      for (X509Certificate certificate : chain) {
        texts.add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
      }
      return texts;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    }
  }

  /**
   * The certificate at the start of a chain that ends at an anchor and is valid at this time.
   *
   * @param x5c base64 DER, leaf first
   * @throws UnfitKey where it is anything else
   */
  public X509Certificate leaf(List<String> x5c, Instant at) throws UnfitKey {
    try {
      List<X509Certificate> chain = parse(x5c);
      X509Certificate leaf = chain.get(0);
      if (anchors.contains(leaf)) {
        leaf.checkValidity(Date.from(at));
      } else {
        validate(chain, at);
      }
      return leaf;
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new UnfitKey("its certificate chain does not end at a trust anchor");
    }
  }

  /**
   * Whether this key is the leaf's.
   *
   * @throws UnfitKey where the chain does not hold, or is of another key
   */
  public void check(VerificationKey key, List<String> x5c, Instant at) throws UnfitKey {
    PublicKey certified = leaf(x5c, at).getPublicKey();
    if (!java.util.Arrays.equals(certified.getEncoded(), key.publicKey().getEncoded())) {
      throw new UnfitKey("its certificate is of another key");
    }
  }

  private static List<X509Certificate> parse(List<String> x5c) throws GeneralSecurityException {
    var factory = CertificateFactory.getInstance("X.509");
    var chain = new ArrayList<X509Certificate>();
    for (String der : x5c) {
      var bytes = new ByteArrayInputStream(Base64.getDecoder().decode(der));
      chain.add((X509Certificate) factory.generateCertificate(bytes));
    }
    return chain;
  }

  private void validate(List<X509Certificate> chain, Instant at) throws GeneralSecurityException {
    Set<TrustAnchor> trusted =
        anchors.stream()
            .filter(a -> !Date.from(at).after(a.getNotAfter())) // PKIX looks at the others' alone
            .map(a -> new TrustAnchor(a, null))
            .collect(Collectors.toSet());
    var parameters = new PKIXParameters(trusted);
    parameters.setRevocationEnabled(false); // SIM-S keys are withdrawn through seal.keys
    parameters.setDate(Date.from(at));
    List<X509Certificate> path = chain.stream().takeWhile(c -> !anchors.contains(c)).toList();
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
  }
}
