/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.Scopes;
import org.sealspatial.schemas.FailureCause;

/** WWW-Authenticate of the spatial resources (RFC 6750 section 3, RFC 9449 section 7.1). */
final class Challenges {
  static final String REALM = "seal";

  private static final String ALGS =
      Arrays.stream(Algorithm.values())
          .map(Algorithm::name)
          .collect(Collectors.joining(" ", "algs=\"", "\""));

  private Challenges() {}

  static HttpAnswer on(HttpAnswer answer, FailureCause cause, HttpCall http) {
    boolean about =
        answer.status() == 401
            || cause == FailureCause.SCOPE_INSUFFICIENT
            || answer.status() == 400 && Credentials.inTwoPlaces(http);
    return about ? answer.with("WWW-Authenticate", challenge(cause, http)) : answer;
  }

  private static String challenge(FailureCause cause, HttpCall http) {
    if (cause == FailureCause.TOKEN_MISSING) {
      // RFC 6750 section 3.1: without credentials no error code.
      return "DPoP " + ALGS + ", Bearer realm=\"" + REALM + "\"";
    }
    String error =
        "error=\"" + cause.oauthError() + "\", error_description=\"" + cause.meaning() + "\"";
    if (cause == FailureCause.SCOPE_INSUFFICIENT) {
      error += ", scope=\"" + needed(http) + "\"";
    }
    boolean proof = "invalid_dpop_proof".equals(cause.oauthError());
    return proof || Credentials.claimsDpop(http)
        ? "DPoP " + error + ", " + ALGS
        : "Bearer realm=\"" + REALM + "\", " + error;
  }

  private static String needed(HttpCall http) {
    Resource.Operation operation = http.resource().operation();
    return Scopes.of(operation.service(), Set.of(operation.name()));
  }
}
