/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Set;

/**
 * A public key that passed the key policy: one algorithm, for signatures, of a safe kind and size.
 * Immutable and safe for many threads.
 */
public final class VerificationKey {
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 8192;
  // DER of an Ed25519 SubjectPublicKeyInfo up to the key itself (RFC 8410 section 4).
  private static final byte[] ED25519_PREFIX = {
    0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  private final JWK jwk;
  private final Algorithm algorithm;
  private final PublicKey key;
  private final String thumbprint;
  private final CryptoProvider crypto;
  private final JWSVerifier verifier;
  private final PublicKey ownForm;
  private final String kid;

  private VerificationKey(JWK jwk, Algorithm algorithm, PublicKey key, CryptoProvider crypto)
      throws JOSEException, GeneralSecurityException {
    this.jwk = jwk;
    this.algorithm = algorithm;
    this.key = key;
    this.thumbprint = jwk.computeThumbprint().toString();
    this.crypto = crypto;
    this.kid = jwk.getKeyID() == null ? thumbprint : jwk.getKeyID();
    this.ownForm = algorithm == Algorithm.ES256 ? crypto.ecdsa().own(key) : key;
    this.verifier = verifier(algorithm, key);
    if (verifier != null) {
      verifier.getJCAContext().setProvider(crypto.provider());
    }
  }

  /**
   * The key in a public JWK (RFC 7517).
   *
   * @throws UnfitKey where the key policy refuses it
   */
  public static VerificationKey of(JsonNode json, CryptoProvider crypto) throws UnfitKey {
    if (!json.isObject()) {
      throw new UnfitKey("a JWK is a JSON object");
    }
    try {
      return of(JWK.parse(StrictJson.text(json)), crypto);
    } catch (ParseException | RuntimeException e) { // nimbus lets null pointers out, among others
      throw new UnfitKey("not a JWK");
    }
  }

  /** As {@link #of(JsonNode, CryptoProvider)}, for a JWK that is parsed already. */
  public static VerificationKey of(JWK jwk, CryptoProvider crypto) throws UnfitKey {
    checkUse(jwk);
    try {
      return new VerificationKey(jwk, algorithmOf(jwk), publicKey(jwk), crypto);
    } catch (JOSEException | GeneralSecurityException e) {
      throw new UnfitKey("not a usable public key");
    }
  }

  /** The key of a certificate or key pair, as a JWK with the thumbprint as kid. */
  static VerificationKey of(PublicKey key, Algorithm algorithm, CryptoProvider crypto)
      throws UnfitKey {
    try {
      JWK jwk =
          switch (algorithm) {
            case ES256 ->
                new ECKey.Builder(Curve.P_256, (java.security.interfaces.ECPublicKey) key)
                    .keyIDFromThumbprint()
                    .algorithm(algorithm.jws())
                    .build();
            case EdDSA ->
                new OctetKeyPair.Builder(Curve.Ed25519, ed25519Bytes(key))
                    .keyIDFromThumbprint()
                    .algorithm(algorithm.jws())
                    .build();
            case PS256, RS256 ->
                new RSAKey.Builder((RSAPublicKey) key)
                    .keyIDFromThumbprint()
                    .algorithm(algorithm.jws())
                    .build();
          };
      return of(jwk, crypto);
    } catch (JOSEException | ClassCastException e) {
      throw new UnfitKey("not a key for " + algorithm);
    }
  }

  private static Base64URL ed25519Bytes(PublicKey key) {
    byte[] der = key.getEncoded();
    return Base64URL.encode(Arrays.copyOfRange(der, ED25519_PREFIX.length, der.length));
  }

  private static void checkUse(JWK jwk) throws UnfitKey {
    if (jwk.isPrivate()) {
      throw new UnfitKey("a private key where a public one belongs");
    }
    if (jwk.getKeyUse() != null && !KeyUse.SIGNATURE.equals(jwk.getKeyUse())) {
      throw new UnfitKey("use is not sig");
    }
    Set<KeyOperation> operations = jwk.getKeyOperations();
    if (operations != null && !operations.contains(KeyOperation.VERIFY)) {
      throw new UnfitKey("key_ops lacks verify");
    }
  }

  private static Algorithm algorithmOf(JWK jwk) throws UnfitKey {
    Algorithm byKind =
        switch (jwk.getKeyType().getValue()) {
          case "EC" -> Curve.P_256.equals(((ECKey) jwk).getCurve()) ? Algorithm.ES256 : null;
          case "OKP" ->
              Curve.Ed25519.equals(((OctetKeyPair) jwk).getCurve()) ? Algorithm.EdDSA : null;
          case "RSA" ->
              jwk.getAlgorithm() == null
                  ? Algorithm.PS256
                  : Algorithm.named(jwk.getAlgorithm().getName()).orElse(null);
          default -> null;
        };
    if (byKind == null) {
      throw new UnfitKey("kind or curve is not on the list");
    }
    if (jwk.getAlgorithm() != null && !byKind.name().equals(jwk.getAlgorithm().getName())) {
      throw new UnfitKey("alg does not fit the key");
    }
    return byKind;
  }

  private static PublicKey publicKey(JWK jwk)
      throws JOSEException, GeneralSecurityException, UnfitKey {
    if (jwk instanceof ECKey ec) {
      return ec.toECPublicKey(); // nimbus refuses a point off the curve when it parses
    }
    if (jwk instanceof RSAKey rsa) {
      RSAPublicKey key = rsa.toRSAPublicKey();
      checkRsa(key);
      return key;
    }
    byte[] x = ((OctetKeyPair) jwk).getDecodedX();
    if (x.length != 32) {
      throw new UnfitKey("an Ed25519 key has 32 bytes");
    }
    byte[] der = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + 32);
    System.arraycopy(x, 0, der, ED25519_PREFIX.length, 32);
    return KeyFactory.getInstance("Ed25519", "SunEC").generatePublic(new X509EncodedKeySpec(der));
  }

  private static void checkRsa(RSAPublicKey key) throws UnfitKey {
    int bits = key.getModulus().bitLength();
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
      throw new UnfitKey("RSA keys have 2048 to 8192 bits");
    }
    var exponent = key.getPublicExponent();
    if (exponent.bitLength() < 17 || exponent.bitLength() > 64 || !exponent.testBit(0)) {
      throw new UnfitKey("RSA exponents are odd and at least 65537");
    }
    if (Roca.fingerprints(key.getModulus())) {
      throw new UnfitKey("the modulus has the ROCA fingerprint (CVE-2017-15361)");
    }
  }

  private static JWSVerifier verifier(Algorithm algorithm, PublicKey key) throws JOSEException {
    return switch (algorithm) {
      case PS256, RS256 -> new RSASSAVerifier((RSAPublicKey) key);
      case ES256 -> null; // nimbus would make a signature object each time
      case EdDSA -> null; // nimbus would bring Tink and ignore the provider
    };
  }

  /**
   * Whether the signature of this JWS was made by the holder of this key, with this key's
   * algorithm. Never throws for bad input: what can't be verified is not verified.
   */
  public boolean verify(CompactJws jws) {
    if (!algorithm.name().equals(jws.alg())) {
      return false;
    }
    try {
      return switch (algorithm) {
        case ES256 -> crypto.ecdsa().verify(ownForm, jws.signedBytes(), jws.signature());
        case EdDSA -> verifyEd25519(jws);
        case PS256, RS256 ->
            verifier.verify(
                new JWSHeader(algorithm.jws()),
                jws.signedBytes(),
                Base64URL.encode(jws.signature()));
      };
    } catch (JOSEException | GeneralSecurityException e) {
      return false;
    }
  }

  private boolean verifyEd25519(CompactJws jws) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519", crypto.ed25519Provider());
    signature.initVerify(key);
    signature.update(jws.signedBytes());
    return signature.verify(jws.signature());
  }

  /** The one algorithm of this key. */
  public Algorithm algorithm() {
    return algorithm;
  }

  /** The key id: the JWK's kid, else its thumbprint. */
  public String kid() {
    return kid;
  }

  /** SHA-256 thumbprint, base64url (RFC 7638): what {@code cnf.jkt} holds. */
  public String thumbprint() {
    return thumbprint;
  }

  /** Whether this certificate is of this key. */
  public boolean isKeyOf(X509Certificate certificate) {
    return Arrays.equals(certificate.getPublicKey().getEncoded(), key.getEncoded());
  }

  /** The public key. */
  public PublicKey publicKey() {
    return key;
  }

  /** The public JWK as JSON. */
  public JsonNode jwk() {
    return StrictJson.read(jwk.toPublicJWK().toJSONString()).orElseThrow();
  }
}
