/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Clock;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.TableEntry;
import org.sealspatial.jose.TrustChain;
import org.sealspatial.jose.VerificationKey;
import org.sealspatial.schemas.Topic;

/**
 * Whose signatures count in the tables of a role.
 *
 * @param operator anchors of clients, policies and revocations
 * @param sim anchors of keys and revocations
 * @param chain the SIM-S certificates that every key's chain must end at
 */
public record TableTrust(
    List<VerificationKey> operator, List<VerificationKey> sim, TrustChain chain) {

  /**
   * The table of SIM-S's keys, as everybody believes it who acts on one: an entry of which the
   * chain does not end at the anchor is none.
   *
   * @param clock when the certificates of a key must be valid: as its entry is read
   * @param value what becomes of an entry
   */
  public <V> SignedTable<V> keys(
      CryptoProvider crypto, Clock clock, BiFunction<TableEntry, CheckedKey, V> value) {
    return new SignedTable<>(
        Topic.KEYS,
        sim,
        (entry, content) ->
            value.apply(entry, CheckedKey.of(content, chain, crypto, clock.instant())));
  }

  /** The table of revocations, which both may write. */
  public SignedTable<RevocationContent> revocations() {
    return SignedTable.revocations(Stream.concat(operator.stream(), sim.stream()).toList());
  }
}
