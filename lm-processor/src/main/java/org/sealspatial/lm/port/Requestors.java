/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.port;

import java.util.Optional;
import java.util.Set;
import org.sealspatial.jose.EncryptionKey;

/** The registered clients at one moment, as far as LM-S must know them. */
public interface Requestors {

  /** The client with this id; the id is untrusted text. */
  Optional<Requestor> find(String clientId);

  /**
   * A registered client.
   *
   * @param replyName requestor whose reply topic gets the answers on the direct topic; absent: HTTP
   *     only
   * @param valServices VAL services the client belongs to; maps and anchors may be open to a
   *     service
   * @param proofRequired whether a token that is bound to no key is refused
   * @param certificateBound whether a token that is bound to no certificate is refused over HTTP
   * @param encryption key that answers are encrypted to
   */
  record Requestor(
      String clientId,
      Optional<String> replyName,
      Set<String> valServices,
      boolean proofRequired,
      boolean certificateBound,
      Optional<EncryptionKey> encryption) {
    public Requestor {
      valServices = Set.copyOf(valServices);
    }
  }
}
