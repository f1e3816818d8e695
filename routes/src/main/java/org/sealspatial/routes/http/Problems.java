/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.eclipse.jetty.http.HttpStatus;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.FailureCause.Retry;

/** Failures as problem details (RFC 9457, TS 29.122 ProblemDetails with its cause). */
public final class Problems {
  static final String MEDIA_TYPE = "application/problem+json";

  private Problems() {}

  /** A problem of this cause. */
  public static HttpAnswer of(FailureCause cause) {
    return of(cause, null, RequestIds.fresh());
  }

  static HttpAnswer of(FailureCause cause, String hint, RequestIds ids) {
    return of(cause.name(), cause.httpStatus(), detail(cause, hint), cause.retry(), ids);
  }

  /** For a cause this gateway does not know, or a status the HTTP layer chose. */
  static HttpAnswer of(String cause, int status, String detail, Retry retry, RequestIds ids) {
    ObjectNode problem = StrictJson.object();
    problem.put("type", "about:blank");
    problem.put("title", title(status));
    problem.put("status", status);
    problem.put("detail", detail);
    problem.put("cause", cause);
    problem.put("instance", "urn:seal:request:" + ids.requestId());
    HttpAnswer answer = HttpAnswer.of(status, MEDIA_TYPE, StrictJson.text(problem));
    return ids.on(retryAfter(answer, retry));
  }

  static HttpAnswer retryAfter(HttpAnswer answer, Retry retry) {
    boolean soon = retry == Retry.LATER || retry == Retry.SAME_REQUEST;
    return soon && answer.status() >= 429 ? answer.with("Retry-After", "1") : answer;
  }

  /** Which check failed is no one's business; what is wrong with the form of a request is. */
  static String detail(FailureCause cause, String hint) {
    boolean form = cause.httpStatus() == 400 || cause.httpStatus() == 413;
    return hint == null || !form ? cause.meaning() : cause.meaning() + ": " + hint;
  }

  private static String title(int status) {
    String title = HttpStatus.getMessage(status);
    return title == null ? "Error" : title;
  }
}
