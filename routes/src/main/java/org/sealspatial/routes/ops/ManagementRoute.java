/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.ops;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.eclipse.jetty.server.Request;
import org.sealspatial.routes.http.GatewaySettings.Limits;
import org.sealspatial.routes.http.HttpAnswer;
import org.sealspatial.routes.http.Problems;
import org.sealspatial.routes.http.StrictJetty;
import org.sealspatial.schemas.FailureCause;

/** {@code GET /health/live}, {@code /health/ready} and {@code /metrics} on the management port. */
public final class ManagementRoute extends RouteBuilder {
  private static final String COMPONENT = "seal-management";
  private static final Limits LIMITS =
      new Limits(8, 1024, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20));

  private final ManagementSettings settings;
  private final Readiness readiness;
  private final PrometheusMeterRegistry metrics;

  /** The route of one process. */
  public ManagementRoute(
      ManagementSettings settings, Readiness readiness, PrometheusMeterRegistry metrics) {
    this.settings = settings;
    this.readiness = readiness;
    this.metrics = metrics;
  }

  /** Adds component and route to the context. */
  public void addTo(CamelContext context) throws Exception {
    context.addComponent(COMPONENT, new StrictJetty(LIMITS, cause -> {}));
    context.addRoutes(this);
  }

  @Override
  public void configure() {
    onException(Throwable.class)
        .handled(true)
        .setBody(exchange -> Problems.of(FailureCause.GATEWAY_FAULT));

    from(StrictJetty.everything(COMPONENT, settings.host(), settings.port()))
        .routeId("management")
        .process(this::answer);
  }

  private void answer(Exchange exchange) {
    Request request = (Request) exchange.getMessage().getBody();
    exchange.getMessage().setBody(answer(request));
  }

  private HttpAnswer answer(Request request) {
    if (!request.getMethod().equals("GET")) {
      return Problems.of(FailureCause.METHOD_NOT_ALLOWED).with("Allow", "GET");
    }
    var health = new Health(getContext(), readiness);
    return switch (request.getHttpURI().getPath()) { // GET always has one
      case "/health/live" -> health.live();
      case "/health/ready" -> health.ready();
      case "/metrics" ->
          HttpAnswer.of(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
      default -> Problems.of(FailureCause.PATH_NOT_FOUND);
    };
  }
}
