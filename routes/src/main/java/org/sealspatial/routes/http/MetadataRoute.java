/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import org.apache.camel.builder.RouteBuilder;
import org.sealspatial.routes.http.Resource.Destination;

/** What SIM-S publishes: metadata (RFC 8414) and verification keys (RFC 7517). */
final class MetadataRoute extends RouteBuilder {
  private final Metadata metadata;

  MetadataRoute(Metadata metadata) {
    this.metadata = metadata;
  }

  @Override
  public void configure() {
    errorHandler(noErrorHandler()); // the door tells the caller

    from(Destination.METADATA.uri()) // GET /.well-known/oauth-authorization-server
        .routeId("http-metadata")
        .transform()
        .body(HttpCall.class, metadata::metadata);

    from(Destination.KEYS.uri()) // GET /oauth2/jwks
        .routeId("http-keys")
        .transform()
        .body(HttpCall.class, metadata::keys);
  }
}
