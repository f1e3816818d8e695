/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.token;

import static org.sealspatial.schemas.FailureCause.PROOF_REQUIRED;
import static org.sealspatial.schemas.FailureCause.TOKEN_BINDING;

import java.util.Optional;
import org.sealspatial.jose.Binding;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.Proof;
import org.sealspatial.jose.Rejected;
import org.sealspatial.lm.domain.VerifiedToken;
import org.sealspatial.lm.port.Requestors.Requestor;

/**
 * Checks that the sender holds what his token is bound to: a key (RFC 9449 section 7), a TLS client
 * certificate (RFC 8705 section 3), or both. A token with a key is never taken as Bearer; one
 * without only as Bearer over HTTP, from a client that may do so. A token with a certificate is for
 * HTTP only: a record shows none.
 */
public final class Possession {
  private final CryptoProvider crypto;

  /** A check that verifies with this provider. */
  public Possession(CryptoProvider crypto) {
    this.crypto = crypto;
  }

  /**
   * The proof, to be used up by the caller; empty for a token without a key.
   *
   * @param compact the token as it came
   * @throws Rejected TOKEN_BINDING, PROOF_REQUIRED or PROOF_INVALID
   */
  public Optional<Proof> prove(
      VerifiedToken token, String compact, Presentation how, Requestor client) throws Rejected {
    boolean direct = how.binding() instanceof Binding.Record;
    checkCertificate(token, how, direct, client.certificateBound());
    if (token.jkt().isEmpty()) {
      checkUnbound(how, direct, client.proofRequired());
      return Optional.empty();
    }
    if (!direct && !how.isDpop()) {
      throw new Rejected(TOKEN_BINDING, "a bound token as Bearer");
    }
    String text = how.proof().orElseThrow(() -> new Rejected(PROOF_REQUIRED, "no proof"));
    Proof proof = Proof.verify(text, how.binding(), Optional.of(compact), how.at(), crypto);
    if (!proof.keyThumbprint().equals(token.jkt().get())) {
      throw new Rejected(TOKEN_BINDING, "another key");
    }
    return Optional.of(proof);
  }

  private static void checkCertificate(
      VerifiedToken token, Presentation how, boolean direct, boolean demanded) throws Rejected {
    if (token.certificate().isPresent()) {
      if (direct || !token.certificate().equals(how.certificate())) {
        throw new Rejected(TOKEN_BINDING, "not over a connection with the token's certificate");
      }
    } else if (demanded && !direct) {
      throw new Rejected(TOKEN_BINDING, "this client's tokens over HTTP have a certificate");
    }
  }

  private static void checkUnbound(Presentation how, boolean direct, boolean proofRequired)
      throws Rejected {
    if (direct || !how.isBearer() || how.proof().isPresent()) {
      throw new Rejected(TOKEN_BINDING, "an unbound token other than as Bearer over HTTP");
    }
    if (proofRequired) {
      throw new Rejected(PROOF_REQUIRED, "this client proves possession");
    }
  }
}
