/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.TrustChain;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.jose.VerificationKey;

/**
 * A key of SIM-S whose certificate chain ends at the trust anchor (TS 33.434 clause 6.1.2): the one
 * check for LM-S, which lets tokens in by it, for SIM-S, which says by it whether one is active,
 * and for the gateway, which publishes it.
 *
 * @param entry what the table says of it
 * @param key verifies its signatures
 */
public record CheckedKey(KeyContent entry, VerificationKey key) {

  /**
   * The key in a content.
   *
   * @param at when its certificates must be valid
   * @throws InvalidContent with every problem of its form, or where the chain does not hold
   */
  public static CheckedKey of(
      ObjectNode content, TrustChain chain, CryptoProvider crypto, Instant at)
      throws InvalidContent {
    KeyContent entry = KeyContent.parse(content, crypto);
    try {
      VerificationKey key = VerificationKey.of(entry.jwk(), crypto);
      if (entry.state() != KeyContent.State.RETIRED) { // that a key is dead needs no certificate
        chain.check(key, entry.x5c(), at);
      }
      return new CheckedKey(entry, key);
    } catch (UnfitKey e) {
      throw new InvalidContent(List.of(new Problem("x5c", e.getMessage())));
    }
  }
}
