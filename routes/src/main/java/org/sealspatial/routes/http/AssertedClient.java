/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import com.fasterxml.jackson.databind.JsonNode;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.Rejected;
import org.sealspatial.schemas.FailureCause;

/**
 * The client authentication in a form (RFC 7523 section 2.2), by its form only: who asks is proven
 * by SIM-S.
 *
 * @param assertion the client assertion
 * @param id the client the assertion claims to be of: not verified
 */
record AssertedClient(String assertion, String id) {
  static final int LONGEST_NAME = 256;

  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  static AssertedClient of(Form form) {
    String assertion = assertion(form);
    String clientId = clientOf(assertion);
    if (!form.value("client_id").orElse(clientId).equals(clientId)) {
      throw Refusal.of(FailureCause.CLIENT_AUTH_FAILED); // RFC 7521 section 4.2
    }
    return new AssertedClient(assertion, clientId);
  }

  /** RFC 6749 section 2.3: one way of authentication a request, and here there is one way. */
  static void refuseOtherCredentials(HttpCall http, Form form) {
    boolean header = !http.header("Authorization").isEmpty();
    boolean secret = form.value("client_secret").isPresent();
    boolean asserted = form.value("client_assertion").isPresent();
    if (asserted && (header || secret)) {
      throw Refusal.of(FailureCause.REQUEST_MALFORMED, "more than one client authentication");
    }
    if (header || secret) {
      throw Refusal.of(FailureCause.CLIENT_AUTH_FAILED);
    }
  }

  private static String assertion(Form form) {
    String assertion =
        form.value("client_assertion")
            .orElseThrow(() -> Refusal.of(FailureCause.CLIENT_AUTH_FAILED));
    String type =
        form.value("client_assertion_type").orElseThrow(() -> missing("client_assertion_type"));
    if (!type.equals(ASSERTION_TYPE)) {
      throw Refusal.of(FailureCause.REQUEST_MALFORMED, "unknown client_assertion_type");
    }
    return assertion;
  }

  private static String clientOf(String assertion) {
    try {
      JsonNode issuer = CompactJws.parse(assertion).claims().path("iss");
      String name = issuer.isTextual() ? issuer.textValue() : "";
      if (!name.isEmpty() && name.length() <= LONGEST_NAME) {
        return name;
      }
    } catch (Rejected e) {
      // falls through: an assertion nobody can read authenticates nobody
    }
    throw Refusal.of(FailureCause.CLIENT_AUTH_FAILED);
  }

  static Refusal missing(String parameter) {
    return Refusal.of(FailureCause.REQUEST_MALFORMED, parameter + " is missing");
  }
}
