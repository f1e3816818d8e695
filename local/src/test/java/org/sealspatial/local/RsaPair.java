/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.UnfitKey;

/** One RSA key that signs with whatever algorithm is asked of it, allowed or not. */
final class RsaPair {
  private final KeyPair pair;

  private RsaPair(KeyPair pair) {
    this.pair = pair;
  }

  static RsaPair fresh() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return new RsaPair(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  SigningKey with(Algorithm algorithm) {
    try {
      return SigningKey.of(pair.getPrivate(), pair.getPublic(), algorithm, TestStack.CRYPTO);
    } catch (UnfitKey e) {
      throw new IllegalStateException("2048 bits fit", e);
    }
  }
}
