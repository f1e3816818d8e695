/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.sim;

import org.apache.camel.builder.RouteBuilder;
import org.sealspatial.routes.kafkatx.Batch;

/**
 * Spatial localization service authorization, figure 1 (TR 33.721 solution 1, TS 33.434 clause
 * 6.1.2). The numbers are the figure's.
 */
public final class TokenRequestRoute extends RouteBuilder {
  private final String tokenRequests;
  private final TokenDesk simS;

  /** Takes token requests from this endpoint to this SIM-S. */
  public TokenRequestRoute(String tokenRequests, TokenDesk simS) {
    this.tokenRequests = tokenRequests;
    this.simS = simS;
  }

  @Override
  public void configure() {
    errorHandler(
        noErrorHandler()); // the spine deals with failures; Camel would log what they quote
    from(tokenRequests) // 1. SIM-C -> SIM-S: access token request
        .routeId("sim-access-token-request")
        .transform()
        .body(Batch.class, simS::authorize) // 2. SIM-S authorizes the request
        .end(); // 3. SIM-S -> SIM-C: access token response, committed with its audit record
  }
}
