/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.FailureCause.Retry;

/**
 * What Jetty refuses by itself (malformed or oversized requests) as problem details; no page, no
 * version, no exception, and never 500.
 */
final class ProblemErrorHandler extends ErrorHandler {
  private final Consumer<FailureCause> ledger;

  ProblemErrorHandler(Consumer<FailureCause> ledger) {
    this.ledger = ledger;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    HttpAnswer answer = problem(response.getStatus());
    response.setStatus(answer.status());
    answer.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    Content.Sink.write(response, true, new String(answer.body(), StandardCharsets.UTF_8), callback);
    return true;
  }

  private HttpAnswer problem(int status) {
    FailureCause cause = cause(status);
    ledger.accept(cause);
    // 505 and the like keep their status; a server error of the HTTP layer is no 500 outside.
    int shown = status >= 500 && status != 501 && status != 505 ? 503 : status;
    Retry retry = shown == 503 ? Retry.LATER : Retry.NEVER;
    return Problems.of(cause.name(), shown, cause.meaning(), retry, RequestIds.fresh());
  }

  private static FailureCause cause(int status) {
    return switch (status) {
      case 404 -> FailureCause.PATH_NOT_FOUND;
      case 405, 501 -> FailureCause.METHOD_NOT_ALLOWED;
      case 408 -> FailureCause.REQUEST_TOO_SLOW;
      case 413 -> FailureCause.BODY_TOO_LARGE;
      case 414 -> FailureCause.URI_TOO_LONG;
      case 415 -> FailureCause.MEDIA_TYPE_UNSUPPORTED;
      case 431 -> FailureCause.HEADERS_TOO_LARGE;
      case 400, 505 -> FailureCause.REQUEST_MALFORMED;
      default -> status >= 500 ? FailureCause.GATEWAY_FAULT : FailureCause.REQUEST_MALFORMED;
    };
  }
}
