/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A platform whose ECDSA is broken as in CVE-2022-21449 is not worked with. */
class CryptoProviderTest {
  /** ECDSA that takes everything for a signature, as Java 15 to 18 took r = s = 0. */
  public static class Credulous extends SignatureSpi {
    @Override
    protected void engineInitVerify(PublicKey key) {}

    @Override
    protected void engineInitSign(PrivateKey key) {}

    @Override
    protected void engineUpdate(byte b) {}

    @Override
    protected void engineUpdate(byte[] bytes, int from, int length) {}

    @Override
    protected byte[] engineSign() {
      return new byte[64];
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      return true;
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {}

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      return null;
    }
  }

  /** ECDSA that refuses by an exception, as some do. */
  public static final class Indignant extends Credulous {
    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      throw new SignatureException("r and s are zero");
    }
  }

  private static Provider having(Class<? extends SignatureSpi> ecdsa) {
    Provider provider = new Provider("planted", "1", "for a test") {};
    provider.put("Signature.SHA256withECDSA", ecdsa.getName());
    return provider;
  }

  @Test
  void a_provider_that_takes_anything_for_a_signature_ends_the_start() {
    var refusal =
        assertThrows(
            IllegalStateException.class,
            () -> new CryptoProvider("planted", having(Credulous.class)));
    assertTrue(refusal.getMessage().contains("CVE-2022-21449"), refusal.getMessage());
  }

  @Test
  void a_provider_without_ecdsa_ends_the_start() {
    Provider none = new Provider("planted", "1", "for a test") {};
    var refusal =
        assertThrows(IllegalStateException.class, () -> new CryptoProvider("planted", none));
    assertTrue(refusal.getMessage().contains("no ECDSA"), refusal.getMessage());
  }

  @Test
  void a_provider_that_refuses_by_an_exception_is_taken() {
    assertEquals("planted", new CryptoProvider("planted", having(Indignant.class)).name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"JDK", "BC", "best"})
  void the_providers_of_this_platform_are_taken(String name) {
    assertTrue(CryptoProvider.named(name).name().matches("JDK|BC|ACCP"), name);
  }
}
