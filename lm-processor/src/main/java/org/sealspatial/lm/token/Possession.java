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

/**
 * Checks that the sender holds the key his token is bound to (RFC 9449 section 7). A bound token is
 * never taken as Bearer; an unbound one only as Bearer over HTTP, from a client that may do so.
 */
public final class Possession {
  private final CryptoProvider crypto;

  /** A check that verifies with this provider. */
  public Possession(CryptoProvider crypto) {
    this.crypto = crypto;
  }

  /**
   * The proof, to be used up by the caller; empty for an unbound token.
   *
   * @param compact the token as it came
   * @throws Rejected TOKEN_BINDING, PROOF_REQUIRED or PROOF_INVALID
   */
  public Optional<Proof> prove(
      VerifiedToken token, String compact, Presentation how, boolean proofRequired)
      throws Rejected {
    boolean direct = how.binding() instanceof Binding.Record;
    if (token.jkt().isEmpty()) {
      checkUnbound(how, direct, proofRequired);
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
