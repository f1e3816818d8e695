/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The implementation that signs and verifies. Amazon Corretto Crypto Provider where the platform
 * has it, BouncyCastle second, the JDK's own last: on Java 17 the first is 20 to 40 times the last
 * for ES256. A provider that accepts the empty ECDSA signature r = s = 0 (CVE-2022-21449) is
 * refused.
 */
public final class CryptoProvider {
  private static final int PROVEN_KEYS = 4096;
  private static final int LONGEST_HEADER = 1536; // with an RSA key of 4,096 bits

  private final String name;
  private final Provider provider;
  private final Ecdsa ecdsa;
  private final Recent<VerificationKey> proven = new Recent<>(PROVEN_KEYS, LONGEST_HEADER);

  /**
   * By this JCA provider.
   *
   * @param provider null: the JDK's own choice
   * @throws IllegalStateException where it accepts the signature r = s = 0, or has no ECDSA
   */
  CryptoProvider(String name, Provider provider) {
    this.name = name;
    this.provider = provider;
    this.ecdsa = new Ecdsa(provider);
    refusePsychicSignatures();
  }

  /** The fastest provider this platform has. */
  public static CryptoProvider best() {
    return Stream.of("ACCP", "BC", "JDK")
        .map(CryptoProvider::find)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no crypto provider has ECDSA on P-256"));
  }

  /**
   * The provider of this name: ACCP, BC, JDK, or best.
   *
   * @throws IllegalArgumentException where there is no such provider on this platform
   */
  public static CryptoProvider named(String name) {
    return name.equalsIgnoreCase("best")
        ? best()
        : find(name.toUpperCase(Locale.ROOT))
            .orElseThrow(() -> new IllegalArgumentException("no crypto provider " + name));
  }

  private static Optional<CryptoProvider> find(String name) {
    return switch (name) {
      case "ACCP" -> accp().map(p -> new CryptoProvider(name, p));
      case "BC" -> Optional.of(new CryptoProvider(name, BouncyCastle.provider()));
      case "JDK" ->
          Optional.ofNullable(Security.getProvider("SunEC"))
              .map(p -> new CryptoProvider(name, null));
      default -> Optional.empty();
    };
  }

  /** Apart, so that nobody who signs by another provider loads this one. */
  private static final class BouncyCastle {
    static Provider provider() {
      return new BouncyCastleProvider();
    }
  }

  private static Optional<Provider> accp() {
    try {
      var accp = AmazonCorrettoCryptoProvider.INSTANCE;
      return accp.getLoadingError() == null ? Optional.of(accp) : Optional.empty();
    } catch (LinkageError e) {
      return Optional.empty(); // no native library for this platform
    }
  }

  /** ACCP, BC or JDK. */
  public String name() {
    return name;
  }

  /** The JCA provider, or null for the JDK's own choice. */
  Provider provider() {
    return provider;
  }

  /** ECDSA by this provider. */
  Ecdsa ecdsa() {
    return ecdsa;
  }

  /** The keys that proofs lately brought in their headers, by the header's text. */
  Recent<VerificationKey> proven() {
    return proven;
  }

  Provider ed25519Provider() {
    return offers("Signature", "Ed25519") ? provider : Security.getProvider("SunEC");
  }

  private boolean offers(String service, String algorithm) {
    return provider != null && provider.getService(service, algorithm) != null;
  }

  private void refusePsychicSignatures() {
    byte[] zeroes = {0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00};
    try {
      KeyPairGenerator generator =
          offers("KeyPairGenerator", "EC")
              ? KeyPairGenerator.getInstance("EC", provider)
              : KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      Signature signature =
          provider == null
              ? Signature.getInstance("SHA256withECDSA")
              : Signature.getInstance("SHA256withECDSA", provider);
      signature.initVerify(pair.getPublic());
      signature.update(new byte[] {1});
      if (accepts(signature, zeroes)) {
        throw new IllegalStateException(
            "crypto provider " + name + " accepts the signature r = s = 0 (CVE-2022-21449)");
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("crypto provider " + name + " has no ECDSA on P-256", e);
    }
  }

  private static boolean accepts(Signature signature, byte[] bytes) {
    try {
      return signature.verify(bytes);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
