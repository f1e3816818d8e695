/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import org.apache.camel.builder.RouteBuilder;
import org.sealspatial.routes.http.Resource.Destination;

/** Figure 1 over HTTP: SIM-C asks SIM-S for an access token (TS 33.434 clause 6.1). */
final class TokenRoute extends RouteBuilder {
  private final TokenExchange tokens;
  private final Ask overKafka;

  TokenRoute(TokenExchange tokens, Ask overKafka) {
    this.tokens = tokens;
    this.overKafka = overKafka;
  }

  @Override
  public void configure() {
    errorHandler(noErrorHandler()); // the door tells the caller

    from(Destination.TOKEN.uri()) // POST /oauth2/token
        .routeId("http-token")
        .transform()
        .body(HttpCall.class, tokens::ask) // 1. SIM-C -> SIM-S: access token request
        .process(overKafka)
        .transform()
        .body(Question.Answered.class, tokens::answer); // 2. SIM-S -> SIM-C: token, or cause
  }
}
