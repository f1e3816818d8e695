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

  /** What the caller of a failed exchange is told, in the form of the resource it asked for. */
  HttpAnswer answer(Exchange exchange) {
    Refusal refusal = counted(refusal(exchange.getException()));
    FailureCause reason = refusal.reason();
    String hint = refusal.hint().orElse(null);
    HttpCall call = exchange.getProperty(HttpCall.PROPERTY, HttpCall.class);
    if (call == null) { // refused before a resource was found
      return allow(Problems.of(reason, hint, ids(exchange)), refusal);
    }
    return switch (call.resource().destination()) {
      case TOKEN -> patience.applied(call, OAuthErrors.of(reason, hint, call));
      case SPATIAL -> patience.applied(call, SpatialExchange.refused(reason, hint, call));
      case METADATA, KEYS -> Problems.of(reason, hint, call.ids());
    };
  }

  private Refusal counted(Refusal refusal) {
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

  private static RequestIds ids(Exchange exchange) {
    RequestIds ids = exchange.getProperty(RequestIds.PROPERTY, RequestIds.class);
    return ids == null ? RequestIds.fresh() : ids;
  }
}
