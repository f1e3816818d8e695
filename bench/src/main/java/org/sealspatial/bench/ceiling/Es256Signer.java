/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Set;

/**
 * ES256 on one signature object that is initialised once. nimbus's own signer makes one for each
 * token and has the provider translate the key each time, which costs as much as the signature.
 */
final class Es256Signer implements JWSSigner {
  private final Signature signature;
  private final JCAContext context = new JCAContext();

  /** On an object that was initialised for signing; for one thread. */
  Es256Signer(Signature signature) {
    this.signature = signature;
  }

  @Override
  public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
    try {
      signature.update(input);
      return Base64URL.encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new JOSEException("can't sign", e);
    }
  }

  @Override
  public Set<JWSAlgorithm> supportedJWSAlgorithms() {
    return Set.of(JWSAlgorithm.ES256);
  }

  @Override
  public JCAContext getJCAContext() {
    return context;
  }
}
