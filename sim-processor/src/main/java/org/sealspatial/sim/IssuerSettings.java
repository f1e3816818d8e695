/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import java.time.Duration;
import java.util.Set;

/**
 * What an operator sets for the SIM-S.
 *
 * @param issuer iss of every token, and the audience of client assertions
 * @param audience aud of every token: the LM-S
 * @param lifetime life of a token where no rule says less
 * @param maxLifetime no token lives longer, whatever a rule says
 * @param services the spatial localization services there are
 */
public record IssuerSettings(
    String issuer, String audience, Duration lifetime, Duration maxLifetime, Set<String> services) {
  /** The spatial localization services of TS 23.437 table 9.7.1-1 and clause 8. */
  public static final Set<String> TS_23437_SERVICES =
      Set.of(
          "SS_SmManagement",
          "SS_SmDiscovery",
          "SS_SmLocalization",
          "SS_SmDataSourceRegistration",
          "SS_SmDataSourceDiscovery",
          "SS_SmSmasRegistration",
          "SS_SAnManagement",
          "SS_SAnDiscovery",
          "SS_SAnUsage",
          "SS_SAnGroupManagement");

  public IssuerSettings {
    services = Set.copyOf(services);
  }
}
