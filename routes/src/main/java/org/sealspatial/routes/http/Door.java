/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.http.common.HttpConsumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.sealspatial.schemas.FailureCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between Jetty and Camel, without a servlet: the body of the exchange is Jetty's request and
 * nothing is mapped; what goes out is an {@link HttpAnswer} and nothing else. No thread waits for a
 * route or for a slow reader, so a request is worked on by the thread that read it: handing it over
 * to another costs more than the work.
 */
final class Door extends Handler.Abstract.NonBlocking {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  private final Consumers consumers;
  private final Function<Exchange, HttpAnswer> failures;

  /**
   * A door to these consumers.
   *
   * @param failures what the caller of an exchange that failed is told
   */
  Door(Consumers consumers, Function<Exchange, HttpAnswer> failures) {
    this.consumers = consumers;
    this.failures = failures;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpConsumer consumer = consumers.open();
    if (consumer == null) {
      Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
      return true;
    }
    request.addIdleTimeoutListener(timeout -> false); // the wait is bounded by the call
    Exchange exchange = consumer.getEndpoint().createExchange(ExchangePattern.InOut);
    exchange.getMessage().setBody(request);
    consumer.createUoW(exchange);
    consumer
        .getAsyncProcessor()
        .process(exchange, done -> leave(consumer, exchange, response, callback));
    return true;
  }

  private void leave(
      HttpConsumer consumer, Exchange exchange, Response response, Callback callback) {
    try {
      write(answer(exchange), response, callback);
    } finally {
      consumer.doneUoW(exchange);
    }
  }

  private HttpAnswer answer(Exchange exchange) {
    if (exchange.isFailed()) {
      return failure(exchange);
    }
    return exchange.getMessage().getBody() instanceof HttpAnswer ready
        ? ready
        : Problems.of(FailureCause.GATEWAY_FAULT);
  }

  private HttpAnswer failure(Exchange exchange) {
    try {
      return failures.apply(exchange);
    } catch (RuntimeException e) { // a caller without an answer would wait for ever
      LOG.error("a failure could not be told: {}", e.getClass().getName());
      return Problems.of(FailureCause.GATEWAY_FAULT);
    }
  }

  /** Returns at once: what the caller does not take yet is written when it does. */
  private static void write(HttpAnswer answer, Response response, Callback callback) {
    byte[] content = answer.body();
    response.setStatus(answer.status());
    HttpFields.Mutable headers = response.getHeaders();
    answer.headers().forEach(headers::add);
    headers.put(HttpHeader.CONTENT_LENGTH, content.length);
    response.write(true, ByteBuffer.wrap(content), callback);
  }
}
