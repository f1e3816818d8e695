/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import org.apache.camel.builder.RouteBuilder;
import org.sealspatial.routes.http.Resource.Destination;

/**
 * Figure 2 over HTTP: an LM client asks LM-S for spatial map information (TS 33.434 clause 6.1).
 * The resources are rows of {@link HttpApi}.
 */
final class SpatialRoute extends RouteBuilder {
  private final SpatialExchange spatial;
  private final Ask overKafka;

  SpatialRoute(SpatialExchange spatial, Ask overKafka) {
    this.spatial = spatial;
    this.overKafka = overKafka;
  }

  @Override
  public void configure() {
    errorHandler(noErrorHandler()); // the door tells the caller

    from(Destination.SPATIAL.uri()) // GET /ssm-smm/v1/spatial-maps, /ssan-disc/v1/spatial-anchors
        .routeId("http-spatial")
        .transform()
        .body(HttpCall.class, spatial::ask) // 1. LM client -> LM-S: get spatial map, with token
        .process(overKafka) // 2. LM-S validates the token and the grant
        .transform()
        .body(Question.Answered.class, spatial::answer); // 3. LM-S -> LM client: map, or cause
  }
}
