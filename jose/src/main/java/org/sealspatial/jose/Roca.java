/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import java.math.BigInteger;

/**
 * The fingerprint of RSA moduli made by the flawed Infineon library (CVE-2017-15361): modulo each
 * of these small primes the modulus is a power of 65537.
 */
final class Roca {
  private static final int[] PRIMES = {
    11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157
  };
  private static final int GENERATOR = 65537;

  private Roca() {}

  static boolean fingerprints(BigInteger modulus) {
    for (int prime : PRIMES) {
      if (!isPowerOfGenerator(modulus.mod(BigInteger.valueOf(prime)).intValue(), prime)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPowerOfGenerator(int residue, int prime) {
    long power = 1;
    for (int i = 0; i < prime; i++) {
      if (power == residue) {
        return true;
      }
      power = power * GENERATOR % prime;
    }
    return false;
  }
}
