/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.UnfitKey;

/** Makes compact texts of any header, claims and signature with a P-256 key, by the JDK alone. */
public final class Forge {
  /** The order of the curve P-256. */
  static final BigInteger ORDER =
      new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);

  private final KeyPair pair;
  private final SigningKey key;

  /** With this key pair. */
  public Forge(KeyPair pair) {
    this.pair = pair;
    try {
      this.key =
          SigningKey.of(pair.getPrivate(), pair.getPublic(), Algorithm.ES256, TokenKit.CRYPTO);
    } catch (UnfitKey e) {
      throw new IllegalArgumentException("not a P-256 key pair", e);
    }
  }

  /** With a new key pair. */
  public static Forge fresh() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new Forge(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  /** The same key, as the product signs with it. */
  public SigningKey key() {
    return key;
  }

  ECPublicKey publicKey() {
    return (ECPublicKey) pair.getPublic();
  }

  PrivateKey privateKey() {
    return pair.getPrivate();
  }

  /** The private number as a JWK has it: what no header should carry (RFC 7518 section 6.2.2). */
  public String privateNumber() {
    byte[] number =
        ((java.security.interfaces.ECPrivateKey) pair.getPrivate()).getS().toByteArray();
    byte[] fixed = new byte[32];
    for (int i = 1; i <= Math.min(32, number.length); i++) {
      fixed[32 - i] = number[number.length - i];
    }
    return Base64Url.encode(fixed);
  }

  /** The header of a good access token. */
  public ObjectNode header() {
    return StrictJson.object().put("alg", "ES256").put("typ", "at+jwt").put("kid", key.kid());
  }

  /** Signed as it stands. */
  public String sign(JsonNode header, JsonNode claims) {
    return sign(StrictJson.text(header), StrictJson.text(claims));
  }

  /** Signed as it stands: neither text has to be JSON. */
  public String sign(String header, String claims) {
    String input = input(header, claims);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format", "SunEC");
      signature.initSign(pair.getPrivate());
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + Base64Url.encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a P-256 key signs", e);
    }
  }

  /** The same text with a DER signature in place of r and s side by side. */
  String signDer(JsonNode header, JsonNode claims) {
    String input = input(StrictJson.text(header), StrictJson.text(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA", "SunEC");
      signature.initSign(pair.getPrivate());
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + Base64Url.encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a P-256 key signs", e);
    }
  }

  /** With an HMAC in place of the signature. */
  public static String hmac(JsonNode header, JsonNode claims, byte[] secret) {
    String input = input(StrictJson.text(header), StrictJson.text(claims));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] tag = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + Base64Url.encode(tag);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  /** Header and claims, with the final dot still to come. */
  static String input(String header, String claims) {
    return part(header) + "." + part(claims);
  }

  /** One of the three parts. */
  public static String part(String text) {
    return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The token with another signature. */
  public static String resigned(String token, byte[] signature) {
    return token.substring(0, token.lastIndexOf('.') + 1) + Base64Url.encode(signature);
  }

  /** The bytes of its third part. */
  public static byte[] signature(String token) {
    return Base64Url.decode(token.substring(token.lastIndexOf('.') + 1)).orElseThrow();
  }

  /** The signature with one of its two numbers put in place. */
  static byte[] withNumber(byte[] signature, int from, BigInteger number) {
    byte[] changed = signature.clone();
    byte[] bytes = number.toByteArray();
    for (int i = 0; i < 32; i++) {
      int at = bytes.length - 32 + i;
      changed[from + i] = at < 0 ? 0 : bytes[at];
    }
    return changed;
  }
}
