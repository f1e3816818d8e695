/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.sealspatial.routes.http.Resource.Destination;

/** The one door: every request of the port comes in here, and only the API goes on. */
final class FrontRoute extends RouteBuilder {
  private final String door;
  private final Front front;

  FrontRoute(String door, Front front) {
    this.door = door;
    this.front = front;
  }

  @Override
  public void configure() {
    errorHandler(noErrorHandler()); // the door tells the caller

    from(door)
        .routeId("http-front")
        .process(front::admit) // 404, 405, 406, 413, 414, 415, 431 end here
        .choice()
        .when(asksFor(Destination.TOKEN))
        .to(Destination.TOKEN.uri())
        .when(asksFor(Destination.SPATIAL))
        .to(Destination.SPATIAL.uri())
        .when(asksFor(Destination.METADATA))
        .to(Destination.METADATA.uri())
        .otherwise()
        .to(Destination.KEYS.uri());
  }

  private static org.apache.camel.Predicate asksFor(Destination destination) {
    return exchange -> destinationOf(exchange) == destination;
  }

  private static Destination destinationOf(Exchange exchange) {
    return exchange.getMessage().getBody(HttpCall.class).resource().destination();
  }
}
