/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * ECDSA on P-256 with SHA-256, the signature as JWS has it: r and s side by side (RFC 7518 section
 * 3.4). One signature object for each thread, since making one costs as much as a parse; keys in
 * the provider's own form, since translating one costs half a signature.
 */
final class Ecdsa {
  private static final int LENGTH = 64;
  private static final BigInteger ORDER =
      new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);

  private final Provider provider;
  private final ThreadLocal<Signature> signing = ThreadLocal.withInitial(this::signature);
  private final ThreadLocal<Signature> verifying = ThreadLocal.withInitial(this::signature);

  /** By this provider; null: the JDK's own choice. */
  Ecdsa(Provider provider) {
    this.provider = provider;
  }

  private Signature signature() {
    String name =
        provider != null && provider.getName().equals("BC")
            ? "SHA256withPLAIN-ECDSA"
            : "SHA256withECDSAinP1363Format";
    try {
      return provider == null ? Signature.getInstance(name) : Signature.getInstance(name, provider);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no ECDSA in the form of JWS", e);
    }
  }

  /** The same key, made by the provider. Not by its translation, which ends with its first use. */
  PublicKey own(PublicKey key) throws GeneralSecurityException {
    return provider == null
        ? key
        : KeyFactory.getInstance("EC", provider)
            .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
  }

  PrivateKey own(PrivateKey key) throws GeneralSecurityException {
    return provider == null
        ? key
        : KeyFactory.getInstance("EC", provider)
            .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
  }

  byte[] sign(PrivateKey key, byte[] input) throws GeneralSecurityException {
    Signature signature = signing.get();
    signature.initSign(key);
    signature.update(input);
    return signature.sign();
  }

  boolean verify(PublicKey key, byte[] input, byte[] signed) throws GeneralSecurityException {
    if (!isLegal(signed)) {
      return false;
    }
    Signature signature = verifying.get();
    signature.initVerify(key);
    signature.update(input);
    return signature.verify(signed);
  }

  // Not left to the provider: an r or s of 0 or of the order's multiples once passed
  // (CVE-2022-21449).
  private static boolean isLegal(byte[] signed) {
    return signed.length == LENGTH
        && isLegal(new BigInteger(1, Arrays.copyOfRange(signed, 0, LENGTH / 2)))
        && isLegal(new BigInteger(1, Arrays.copyOfRange(signed, LENGTH / 2, LENGTH)));
  }

  private static boolean isLegal(BigInteger number) {
    return number.signum() > 0 && number.compareTo(ORDER) < 0;
  }
}
