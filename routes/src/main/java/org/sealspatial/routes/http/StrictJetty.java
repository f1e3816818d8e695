/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.component.jetty.JettyHttpEndpoint;
import org.apache.camel.component.jetty12.JettyHttpComponent12;
import org.apache.camel.http.common.CamelServlet;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.sealspatial.routes.http.GatewaySettings.Limits;
import org.sealspatial.routes.tls.TlsServer;
import org.sealspatial.schemas.FailureCause;

/**
 * camel-jetty without its leniencies: no HTTP/0.9, no bare line feeds, no second reading of lengths
 * or hosts, bounded heads and bodies, a bounded thread pool, and no word of who serves.
 */
public final class StrictJetty extends JettyHttpComponent12 {
  private static final int HEAD_BYTES = 32_768; // the front bounds single fields and the target

  private final Limits limits;
  private final Consumer<FailureCause> ledger;
  private final ProblemErrorHandler errors;
  private final Function<Exchange, HttpAnswer> failures;
  private final Optional<TlsServer> tls;

  /** A component whose servers obey these limits and tell this ledger what they refuse. */
  public StrictJetty(Limits limits, Consumer<FailureCause> ledger) {
    this(limits, ledger, failed -> Problems.of(FailureCause.GATEWAY_FAULT), Optional.empty());
  }

  /**
   * As the other, over TLS where that is given.
   *
   * @param failures what the caller of an exchange that failed is told
   */
  StrictJetty(
      Limits limits,
      Consumer<FailureCause> ledger,
      Function<Exchange, HttpAnswer> failures,
      Optional<TlsServer> tls) {
    this.limits = limits;
    this.ledger = ledger;
    this.failures = failures;
    this.tls = tls;
    this.errors = new ProblemErrorHandler(ledger);
    setErrorHandler(errors);
    setSendServerVersion(false);
    setRequestHeaderSize(HEAD_BYTES);
    setMinThreads(Math.min(8, limits.threads()));
    setMaxThreads(limits.threads());
  }

  /** The URI of an endpoint that takes everything on this port. */
  public static String everything(String component, String host, int port) {
    return component
        + ":http://"
        + host
        + ":"
        + port
        + "/?matchOnUriPrefix=true&optionsEnabled=true&traceEnabled=true"
        + "&enableMultipartFilter=false";
  }

  @Override
  protected AbstractConnector createConnectorJettyInternal(
      Server server, JettyHttpEndpoint endpoint, SslContextFactory.Server none) {
    AbstractConnector connector =
        super.createConnectorJettyInternal(server, endpoint, tls.orElse(null));
    connector.setIdleTimeout(limits.idle().toMillis());
    HttpConfiguration http =
        connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
    http.setHttpCompliance(HttpCompliance.STRICT);
    http.setUriCompliance(UriCompliance.DEFAULT);
    http.setSendXPoweredBy(false);
    SecureRequestCustomizer secure = http.getCustomizer(SecureRequestCustomizer.class);
    if (secure != null) {
      secure.setSniHostCheck(false); // nothing here hangs on Host; see GatewaySettings.publicUrl
    }
    connector.addEventListener(
        new SlowRequestGuard(
            connector.getScheduler(),
            limits.idle().dividedBy(2),
            () -> ledger.accept(FailureCause.REQUEST_TOO_SLOW)));
    return connector;
  }

  /** No servlet: the handlers alone, and the door behind them. */
  @Override
  protected CamelServlet createServletForConnector(
      Server server, Connector connector, List<Handler> handlers, JettyHttpEndpoint endpoint) {
    var consumers = new Consumers();
    var bodies = new WholeBodies(limits.maxBodyBytes());
    bodies.setHandler(new Door(consumers, failures));
    var types = new ContentTypeGuard();
    types.setHandler(bodies);
    server.setHandler(types);
    server.setErrorHandler(errors);
    return consumers;
  }
}
