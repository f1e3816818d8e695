/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.domain;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What SIM-C asks for (figure 1, step 1), by an authenticated client.
 *
 * @param clientId the authenticated SIM-C
 * @param valUe the VAL UE it speaks for
 * @param valUser the VAL user, where there is one
 * @param valService the VAL service
 * @param service the spatial localization service
 * @param actions actions wanted, at least one
 * @param wanted limits the client asks for; at least one, {@link Limit#NONE} for no limit
 */
public record TokenQuestion(
    String clientId,
    String valUe,
    Optional<String> valUser,
    String valService,
    String service,
    Set<String> actions,
    List<Limit> wanted) {
  public TokenQuestion {
    actions = Set.copyOf(actions);
    wanted = List.copyOf(wanted);
  }
}
