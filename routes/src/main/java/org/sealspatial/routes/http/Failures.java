/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import org.apache.camel.Exchange;
import org.sealspatial.routes.rpc.CallRefused;
import org.sealspatial.routes.rpc.RefusalLedger;
import org.sealspatial.schemas.FailureCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every exception of a route becomes an answer with a cause; none becomes a 500. What was refused
 * before Kafka is counted; what was sent has its own audit record.
 */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private final RefusalLedger ledger;
  private final Patience patience;

  Failures(RefusalLedger ledger, Patience patience) {
    this.ledger = ledger;
    this.patience = patience;
  }

  /** As problem details, before a resource was found. */
  void asProblem(Exchange exchange) {
    Refusal refusal = refusal(exchange);
    HttpAnswer answer = Problems.of(refusal.reason(), refusal.hint().orElse(null), ids(exchange));
    exchange.getMessage().setBody(allow(answer, refusal));
  }

  /** As problem details with a challenge where one is due. */
  void asSpatialProblem(Exchange exchange) {
    Refusal refusal = refusal(exchange);
    HttpCall call = call(exchange);
    HttpAnswer answer =
        SpatialExchange.refused(refusal.reason(), refusal.hint().orElse(null), call);
    exchange.getMessage().setBody(patience.applied(call, answer));
  }

  /** As an OAuth error. */
  void asOAuthError(Exchange exchange) {
    Refusal refusal = refusal(exchange);
    HttpCall call = call(exchange);
    HttpAnswer answer = OAuthErrors.of(refusal.reason(), refusal.hint().orElse(null), call);
    exchange.getMessage().setBody(patience.applied(call, answer));
  }

  private Refusal refusal(Exchange exchange) {
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    Refusal refusal = refusal(thrown);
    if (refusal.reason() != FailureCause.OUTCOME_UNKNOWN) {
      ledger.count(refusal.reason());
    }
    return refusal;
  }

  private static Refusal refusal(Throwable thrown) {
    if (thrown instanceof Refusal refusal) {
      return refusal;
    }
    if (thrown instanceof CallRefused refused) {
      return Refusal.of(refused.reason());
    }
    // The class alone: a message may quote what the caller sent.
    LOG.error("a request could not be handled: {}", thrown.getClass().getName());
    LOG.debug("a request could not be handled", thrown);
    return Refusal.of(FailureCause.GATEWAY_FAULT);
  }

  private static HttpAnswer allow(HttpAnswer answer, Refusal refusal) {
    return refusal.allowedMethods().isEmpty()
        ? answer
        : answer.with("Allow", String.join(", ", refusal.allowedMethods()));
  }

  private static HttpCall call(Exchange exchange) {
    return exchange.getProperty(HttpCall.PROPERTY, HttpCall.class);
  }

  private static RequestIds ids(Exchange exchange) {
    RequestIds ids = exchange.getProperty(RequestIds.PROPERTY, RequestIds.class);
    return ids == null ? RequestIds.fresh() : ids;
  }
}
