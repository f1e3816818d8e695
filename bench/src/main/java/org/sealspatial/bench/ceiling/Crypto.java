/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** nimbus with the product's provider; every signer and verifier is made once. */
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

  JWSVerifier verifier(ECPublicKey key) throws JOSEException {
    var verifier = new ECDSAVerifier(key);
    verifier.getJCAContext().setProvider(provider);
    return verifier;
  }

  JWSSigner signer(ECPrivateKey key) throws JOSEException {
    var signer = new ECDSASigner(key);
    signer.getJCAContext().setProvider(provider);
    return signer;
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
