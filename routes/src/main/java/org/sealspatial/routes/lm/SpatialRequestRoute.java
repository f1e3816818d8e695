/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.lm;

import org.apache.camel.builder.RouteBuilder;
import org.sealspatial.routes.kafkatx.Batch;

/**
 * Access to a spatial localization service, figure 2 (TR 33.721 solution 1, TS 33.434 clause
 * 6.1.2). The numbers are the figure's. Which service is asked for is data: another one needs no
 * route.
 */
public final class SpatialRequestRoute extends RouteBuilder {
  private final String spatialRequests;
  private final SpatialDesk lmS;

  /** Takes spatial requests from this endpoint to this LM-S. */
  public SpatialRequestRoute(String spatialRequests, SpatialDesk lmS) {
    this.spatialRequests = spatialRequests;
    this.lmS = lmS;
  }

  @Override
  public void configure() {
    errorHandler(
        noErrorHandler()); // the spine deals with failures; Camel would log what they quote
    from(spatialRequests) // 1. LM client -> LM-S: request to get the spatial map, with the token
        .routeId("lm-get-spatial-map")
        .transform()
        .body(Batch.class, lmS::serve) // 2. LM-S validates the token
        .end(); // 3. LM-S -> LM client: map information or failure cause, committed with its audit
  }
}
