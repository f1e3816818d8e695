/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import java.text.ParseException;

/**
 * A public key answers are encrypted to: P-256, use=enc. Compact JWE with ECDH-ES and A256GCM (RFC
 * 7518 sections 4.6 and 5.3); no compression. Immutable and safe for many threads.
 */
public final class EncryptionKey {
  private final ECKey jwk;
  private final CryptoProvider crypto;

  private EncryptionKey(ECKey jwk, CryptoProvider crypto) {
    this.jwk = jwk;
    this.crypto = crypto;
  }

  /**
   * The key in a public JWK.
   *
   * @throws UnfitKey where it is not a public P-256 key with use=enc
   */
  public static EncryptionKey of(JsonNode json, CryptoProvider crypto) throws UnfitKey {
    try {
      ECKey key = ECKey.parse(StrictJson.text(json));
      if (!Curve.P_256.equals(key.getCurve())
          || !KeyUse.ENCRYPTION.equals(key.getKeyUse())
          || key.isPrivate()) {
        throw new UnfitKey("an encryption key is a public P-256 key with use=enc");
      }
      return new EncryptionKey(key, crypto);
    } catch (ParseException | IllegalArgumentException e) {
      throw new UnfitKey("not an EC JWK");
    }
  }

  /** These bytes as compact JWE that only the holder of the private key can read. */
  public String encrypt(byte[] plain, String contentType) {
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM)
            .contentType(contentType)
            .keyID(jwk.getKeyID())
            .build();
    var jwe = new JWEObject(header, new Payload(plain));
    try {
      var encrypter = new ECDHEncrypter(jwk);
      encrypter.getJCAContext().setProvider(crypto.provider());
      jwe.encrypt(encrypter);
      return jwe.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("encryption to key " + jwk.getKeyID() + " failed", e);
    }
  }
}
