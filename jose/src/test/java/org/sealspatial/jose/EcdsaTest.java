/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcdsaTest {
  private static final BigInteger ORDER =
      new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);

  private static byte[] withNumber(byte[] signature, int from, BigInteger number) {
    byte[] changed = signature.clone();
    byte[] bytes = number.toByteArray();
    for (int i = 0; i < 32; i++) {
      int at = bytes.length - 32 + i;
      changed[from + i] = at < 0 ? 0 : bytes[at];
    }
    return changed;
  }

  private static boolean verifies(SigningKey key, String input, byte[] signature) throws Rejected {
    return key.publicHalf().verify(CompactJws.parse(input + "." + Base64Url.encode(signature)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACCP", "BC", "JDK"})
  void only_two_numbers_below_the_order_of_the_curve_and_above_zero_are_a_signature(String name)
      throws Exception {
    SigningKey key = SigningKey.generate(Algorithm.ES256, CryptoProvider.named(name));
    String token = key.sign("at+jwt", StrictJson.object().put("sub", "ue-1"));
    String input = token.substring(0, token.lastIndexOf('.'));
    byte[] right = Base64Url.decode(token.substring(input.length() + 1)).orElseThrow();
    BigInteger s = new BigInteger(1, java.util.Arrays.copyOfRange(right, 32, 64));

    assertEquals(64, right.length);
    assertTrue(verifies(key, input, right), "its own");
    assertFalse(verifies(key, input, new byte[64]), "r = s = 0");
    assertFalse(verifies(key, input, withNumber(right, 0, BigInteger.ZERO)), "r = 0");
    assertFalse(verifies(key, input, withNumber(right, 32, BigInteger.ZERO)), "s = 0");
    assertFalse(verifies(key, input, withNumber(right, 0, ORDER)), "r = n");
    assertFalse(verifies(key, input, withNumber(right, 32, ORDER)), "s = n");
    assertFalse(verifies(key, input, withNumber(right, 32, s.xor(BigInteger.ONE))), "another s");
    assertFalse(verifies(key, input, new byte[0]), "none");
    assertFalse(verifies(key, input, java.util.Arrays.copyOf(right, 63)), "too short");
    assertFalse(verifies(key, input, java.util.Arrays.copyOf(right, 65)), "too long");
    assertTrue(verifies(key, input, right), "a refusal before leaves nothing behind");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACCP", "BC", "JDK"})
  void another_library_verifies_it_too(String name) throws Exception {
    SigningKey key = SigningKey.generate(Algorithm.ES256, CryptoProvider.named(name));
    String token = key.sign("at+jwt", StrictJson.object().put("sub", "ue-1"));
    var verifier = new ECDSAVerifier((ECPublicKey) key.publicHalf().publicKey());
    assertTrue(JWSObject.parse(token).verify(verifier));
  }
}
