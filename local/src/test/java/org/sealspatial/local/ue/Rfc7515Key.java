/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.ue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.text.ParseException;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.jose.VerificationKey;

/**
 * The P-256 key that RFC 7515 appendix A.3 prints: known to all, so never a secret. Signs
 * deterministically (RFC 6979), so that what it signed can be compared.
 */
final class Rfc7515Key {
  private static final ECKey KEY = key();

  private Rfc7515Key() {}

  private static ECKey key() {
    try {
      return ECKey.parse(
          """
          {"kty":"EC","crv":"P-256",
           "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
           "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
           "d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}""");
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  static ObjectNode privateJwk() {
    return StrictJson.object(KEY.toJSONString()).orElseThrow();
  }

  static VerificationKey publicHalf() {
    try {
      return VerificationKey.of(KEY.toPublicJWK(), CryptoProvider.best());
    } catch (UnfitKey e) {
      throw new IllegalStateException(e);
    }
  }

  static String sign(ObjectNode header, ObjectNode claims) {
    String input = part(header) + "." + part(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withECDDSA", new BouncyCastleProvider());
      signature.initSign(KEY.toECPrivateKey());
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + Base64Url.encode(ECDSA.transcodeSignatureToConcat(signature.sign(), 64));
    } catch (GeneralSecurityException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(ObjectNode node) {
    return Base64Url.encode(StrictJson.text(node).getBytes(StandardCharsets.UTF_8));
  }
}
