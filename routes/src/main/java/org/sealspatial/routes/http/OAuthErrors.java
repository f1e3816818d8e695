/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.v1.Failure;

/**
 * Failures of the token endpoint (RFC 6749 section 5.2), with the cause of the catalogue and the
 * request id beside the OAuth error.
 */
final class OAuthErrors {
  private OAuthErrors() {}

  static HttpAnswer of(Failure failure, HttpCall http) {
    FailureCause cause = Causes.named(failure.getCause()).orElse(FailureCause.GATEWAY_FAULT);
    return of(cause, failure.getDetail(), http);
  }

  static HttpAnswer of(FailureCause cause, String hint, HttpCall http) {
    int status = status(cause);
    ObjectNode json = StrictJson.object();
    json.put("error", error(cause, status));
    json.put("error_description", printable(Problems.detail(cause, hint)));
    json.put("cause", cause.name());
    json.put("request_id", http.ids().requestId());
    HttpAnswer answer = http.ids().on(HttpAnswer.json(status, json)).with("Pragma", "no-cache");
    return Problems.retryAfter(challenge(answer, status, http), cause.retry());
  }

  /** RFC 9449 section 5: at a token endpoint a bad proof is a bad request, not a lack of one. */
  private static int status(FailureCause cause) {
    return "invalid_dpop_proof".equals(cause.oauthError()) ? 400 : cause.httpStatus();
  }

  private static String error(FailureCause cause, int status) {
    if (cause.oauthError() != null) {
      return cause.oauthError();
    }
    return status >= 429 ? "temporarily_unavailable" : "invalid_request";
  }

  /** RFC 6749 section 5.2: a challenge where the client tried the Authorization header. */
  private static HttpAnswer challenge(HttpAnswer answer, int status, HttpCall http) {
    boolean tried = !http.header("Authorization").isEmpty();
    return status == 401 && tried
        ? answer.with("WWW-Authenticate", "Basic realm=\"" + Challenges.REALM + "\"")
        : answer;
  }

  /** RFC 6749 section 5.2 allows printable ASCII without quote and backslash. */
  private static String printable(String text) {
    return text.replaceAll("[^ !#-\\[\\]-~]", "'");
  }
}
