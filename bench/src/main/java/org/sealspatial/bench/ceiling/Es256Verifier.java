/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Set;

/** As {@link Es256Signer}: one object for each key, initialised once. */
final class Es256Verifier implements JWSVerifier {
  private final Signature signature;
  private final JCAContext context = new JCAContext();

  /** On an object that was initialised for verifying; for one thread. */
  Es256Verifier(Signature signature) {
    this.signature = signature;
  }

  @Override
  public boolean verify(JWSHeader header, byte[] input, Base64URL signed) throws JOSEException {
    byte[] bytes = signed.decode();
    ECDSA.ensureLegalSignature(bytes, JWSAlgorithm.ES256); // as nimbus's own
    try {
      signature.update(input);
      return header.getAlgorithm().equals(JWSAlgorithm.ES256) && signature.verify(bytes);
    } catch (GeneralSecurityException e) {
      throw new JOSEException("can't verify", e);
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
