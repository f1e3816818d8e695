/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;

/**
 * A private key with its one algorithm and its public half. Signs compact JWS; immutable and safe
 * for many threads. The private key never leaves this class.
 */
public final class SigningKey {
  private final PrivateKey key;
  private final VerificationKey publicHalf;
  private final CryptoProvider crypto;
  private final Ecdsa ecdsa;
  private final JWSSigner signer;

  private SigningKey(PrivateKey key, VerificationKey publicHalf, CryptoProvider crypto, Ecdsa ecdsa)
      throws GeneralSecurityException {
    this.key = key;
    this.publicHalf = publicHalf;
    this.crypto = crypto;
    this.ecdsa = ecdsa;
    this.signer =
        switch (publicHalf.algorithm()) {
          case PS256, RS256 -> new RSASSASigner(key);
          case ES256 -> null; // nimbus would translate the key each time
          case EdDSA -> null; // nimbus would bring Tink and ignore the provider
        };
    if (signer != null) {
      signer.getJCAContext().setProvider(crypto.provider());
    }
  }

  /**
   * A signing key of a key pair.
   *
   * @throws UnfitKey where the key policy refuses it
   */
  public static SigningKey of(
      PrivateKey key, PublicKey publicKey, Algorithm algorithm, CryptoProvider crypto)
      throws UnfitKey {
    try {
      Ecdsa ecdsa = crypto.ecdsa();
      return new SigningKey(
          algorithm == Algorithm.ES256 ? ecdsa.own(key) : key,
          VerificationKey.of(publicKey, algorithm, crypto),
          crypto,
          ecdsa);
    } catch (GeneralSecurityException | ClassCastException e) {
      throw new UnfitKey("not a key for " + algorithm);
    }
  }

  /**
   * A P-256 key that stays in its token and signs there, whoever signs and verifies otherwise.
   *
   * @param provider of the token
   * @throws UnfitKey where the key policy refuses it, or the token gives the key out
   */
  static SigningKey inToken(
      PrivateKey key, PublicKey publicKey, Provider provider, CryptoProvider crypto)
      throws UnfitKey {
    requireInToken(key);
    try {
      VerificationKey publicHalf = VerificationKey.of(publicKey, Algorithm.ES256, crypto);
      return new SigningKey(key, publicHalf, crypto, new Ecdsa(provider));
    } catch (GeneralSecurityException e) {
      throw new UnfitKey("not a key for " + Algorithm.ES256);
    }
  }

  /** Refuses a private key that could be read out. */
  static void requireInToken(PrivateKey key) throws UnfitKey {
    if (key.getEncoded() != null) {
      throw new UnfitKey("the token would give its private keys out");
    }
  }

  /** A new key pair for this algorithm. */
  public static SigningKey generate(Algorithm algorithm, CryptoProvider crypto) {
    try {
      KeyPair pair = generator(algorithm).generateKeyPair();
      return of(pair.getPrivate(), pair.getPublic(), algorithm, crypto);
    } catch (GeneralSecurityException | UnfitKey e) {
      throw new IllegalStateException("a new key for " + algorithm + " must fit", e);
    }
  }

  static KeyPairGenerator generator(Algorithm algorithm) throws GeneralSecurityException {
    return switch (algorithm) {
      case ES256 -> {
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(new ECGenParameterSpec("secp256r1"));
        yield ec;
      }
      case EdDSA -> KeyPairGenerator.getInstance("Ed25519", "SunEC");
      case PS256, RS256 -> {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        yield rsa;
      }
    };
  }

  /** Signs these claims with this typ; alg and kid are the key's. */
  public String sign(String typ, ObjectNode claims) {
    ObjectNode header = header(typ);
    header.put("kid", publicHalf.kid());
    return sign(header, claims);
  }

  /** Signs a proof of possession: the public key itself stands in the header (RFC 9449). */
  public String signProof(String typ, ObjectNode claims) {
    ObjectNode header = header(typ);
    header.set("jwk", publicHalf.jwk());
    return sign(header, claims);
  }

  private ObjectNode header(String typ) {
    return StrictJson.object().put("alg", publicHalf.algorithm().name()).put("typ", typ);
  }

  /** Signs exactly this header and these claims; for tests of what must be refused, too. */
  public String sign(ObjectNode header, ObjectNode claims) {
    String input =
        Base64Url.encode(StrictJson.utf8(header)) + "." + Base64Url.encode(StrictJson.utf8(claims));
    return input + "." + Base64Url.encode(signBytes(input.getBytes(StandardCharsets.US_ASCII)));
  }

  private byte[] signBytes(byte[] input) {
    try {
      return switch (publicHalf.algorithm()) {
        case ES256 -> ecdsa.sign(key, input);
        case EdDSA -> signEd25519(input);
        case PS256, RS256 ->
            signer.sign(new JWSHeader(publicHalf.algorithm().jws()), input).decode();
      };
    } catch (JOSEException | GeneralSecurityException e) {
      throw new IllegalStateException("signing failed with key " + publicHalf.kid(), e);
    }
  }

  /** The signature of a P-256 key as X.509 has it (RFC 3279 section 2.2.3). */
  byte[] signDer(byte[] input) {
    byte[] plain = signBytes(input);
    int half = plain.length / 2;
    var both = new ASN1EncodableVector();
    both.add(new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(plain, 0, half))));
    both.add(new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(plain, half, plain.length))));
    try {
      return new DERSequence(both).getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("two numbers can be written", e);
    }
  }

  private byte[] signEd25519(byte[] input) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519", crypto.ed25519Provider());
    signature.initSign(key);
    signature.update(input);
    return signature.sign();
  }

  /** The public half. */
  public VerificationKey publicHalf() {
    return publicHalf;
  }

  /** The key id. */
  public String kid() {
    return publicHalf.kid();
  }
}
