/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * nimbus with the product's provider; every signer and verifier is made once, with a key in the
 * provider's own form. For one thread.
 */
final class Crypto {
  private final Provider provider;
  private final MessageDigest sha256;

  Crypto(String provider) throws NoSuchAlgorithmException {
    this.provider =
        switch (provider) {
          case "accp" -> AmazonCorrettoCryptoProvider.INSTANCE;
          case "bc" -> new BouncyCastleProvider();
          default -> null;
        };
    this.sha256 = MessageDigest.getInstance("SHA-256");
  }

  JWSVerifier verifier(ECPublicKey key) throws GeneralSecurityException {
    Signature signature = signature();
    signature.initVerify(keys().generatePublic(new X509EncodedKeySpec(key.getEncoded())));
    return new Es256Verifier(signature);
  }

  JWSSigner signer(ECPrivateKey key) throws GeneralSecurityException {
    Signature signature = signature();
    signature.initSign(keys().generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded())));
    return new Es256Signer(signature);
  }

  /** Whose signatures have the form of JWS: r and s side by side. */
  private Signature signature() throws GeneralSecurityException {
    String name =
        provider instanceof BouncyCastleProvider
            ? "SHA256withPLAIN-ECDSA"
            : "SHA256withECDSAinP1363Format";
    return provider == null ? Signature.getInstance(name) : Signature.getInstance(name, provider);
  }

  private KeyFactory keys() throws GeneralSecurityException {
    return provider == null ? KeyFactory.getInstance("EC") : KeyFactory.getInstance("EC", provider);
  }

  /** The key pair of a PEM file as an operator has it. */
  static ECKey pem(Path file) throws Exception {
    return (ECKey) JWK.parseFromPEMEncodedObjects(Files.readString(file));
  }

  byte[] digest(byte[] bytes) {
    return sha256.digest(bytes);
  }

  String base64Digest(byte[] bytes) {
    return Base64URL.encode(sha256.digest(bytes)).toString();
  }
}
