/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.util.List;
import java.util.stream.Stream;
import org.sealspatial.jose.TrustChain;
import org.sealspatial.jose.VerificationKey;

/**
 * Whose signatures count in the tables of a role.
 *
 * @param operator anchors of clients, policies and revocations
 * @param sim anchors of keys and revocations
 * @param chain the SIM-S certificates that every key's chain must end at
 */
public record TableTrust(
    List<VerificationKey> operator, List<VerificationKey> sim, TrustChain chain) {

  /** The table of revocations, which both may write. */
  public SignedTable<RevocationContent> revocations() {
    return SignedTable.revocations(Stream.concat(operator.stream(), sim.stream()).toList());
  }
}
