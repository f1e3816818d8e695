/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.sealspatial.routes.rpc.KafkaRpc;
import org.sealspatial.routes.tls.TlsServer;
import org.sealspatial.schemas.Topic;

/** Puts the HTTP edge together. */
public final class HttpGateway {
  private static final String COMPONENT = "seal-http";

  private final GatewaySettings settings;
  private final KafkaRpc rpc;
  private final String prefix;
  private final Supplier<String> jwks;
  private final Optional<TlsServer> tls;

  /**
   * A gateway that speaks plain HTTP.
   *
   * @param settings where it listens and what it says of itself
   * @param rpc its way over Kafka; started and closed by the caller
   * @param prefix the deployment's topic prefix
   * @param jwks the current JWK set of SIM-S as JSON, or null while no key is at hand
   */
  public HttpGateway(GatewaySettings settings, KafkaRpc rpc, String prefix, Supplier<String> jwks) {
    this(settings, rpc, prefix, jwks, Optional.empty());
  }

  /** A gateway that speaks TLS where that is given; otherwise as the other. */
  public HttpGateway(
      GatewaySettings settings,
      KafkaRpc rpc,
      String prefix,
      Supplier<String> jwks,
      Optional<TlsServer> tls) {
    this.settings = settings;
    this.rpc = rpc;
    this.prefix = prefix;
    this.jwks = jwks;
    this.tls = tls;
  }

  private boolean takesCertificates() {
    return tls.map(TlsServer::takesCertificates).orElse(false);
  }

  /** Adds component and routes; the port opens when the context starts. */
  public void addTo(CamelContext context) throws Exception {
    var failures = new Failures(rpc.refusals(), Patience.of(settings.limits()));
    context.addComponent(
        COMPONENT,
        new StrictJetty(settings.limits(), rpc.refusals()::count, failures::answer, tls));
    String door = StrictJetty.everything(COMPONENT, settings.host(), settings.port());
    var calls = new CallBuilder(rpc, settings, Clock.systemUTC());
    var tokens = new TokenExchange(calls, Topic.HTTP_TOKEN_REQUESTS.in(prefix));
    var spatial = new SpatialExchange(calls, Topic.HTTP_SPATIAL_REQUESTS.in(prefix));
    var ask = new Ask(rpc);
    context.addRoutes(new TokenRoute(tokens, ask));
    context.addRoutes(new SpatialRoute(spatial, ask));
    context.addRoutes(new MetadataRoute(new Metadata(settings, jwks, this::takesCertificates)));
    context.addRoutes(new FrontRoute(door, new Front()));
  }
}
