/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.Rejected;
import org.sealspatial.jose.Scopes;
import org.sealspatial.schemas.FailureCause;

/**
 * The form of a token request (RFC 6749 section 4.4 with RFC 7523 client authentication), checked
 * for its form only: who asks is proven by SIM-S.
 *
 * @param assertion the client assertion
 * @param clientId the client the assertion claims to be of: not verified
 * @param scopes service and actions wanted
 */
record TokenForm(Form form, String assertion, String clientId, Scopes scopes) {
  private static final String GRANT_TYPE = "client_credentials";
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final int LONGEST_NAME = 256;

  static TokenForm read(HttpCall http) {
    Form form = Form.parse(http.body()).unrepeated();
    refuseOtherCredentials(http, form);
    String grantType = required(form, "grant_type");
    if (!grantType.equals(GRANT_TYPE)) {
      throw Refusal.of(FailureCause.UNSUPPORTED_GRANT_TYPE);
    }
    String assertion = assertion(form);
    String clientId = clientOf(assertion);
    if (!form.value("client_id").orElse(clientId).equals(clientId)) {
      throw Refusal.of(FailureCause.CLIENT_AUTH_FAILED); // RFC 7521 section 4.2
    }
    return new TokenForm(form, assertion, clientId, scopes(form));
  }

  /** RFC 6749 section 2.3: one way of authentication a request, and here there is one way. */
  private static void refuseOtherCredentials(HttpCall http, Form form) {
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
    if (!required(form, "client_assertion_type").equals(ASSERTION_TYPE)) {
      throw Refusal.of(FailureCause.REQUEST_MALFORMED, "unknown client_assertion_type");
    }
    return assertion;
  }

  private static String clientOf(String assertion) {
    try {
      JsonNode issuer = CompactJws.parse(assertion).claims().path("iss");
      if (issuer.isTextual() && !issuer.textValue().isEmpty() && fits(issuer.textValue())) {
        return issuer.textValue();
      }
    } catch (Rejected e) {
      // falls through: an assertion nobody can read authenticates nobody
    }
    throw Refusal.of(FailureCause.CLIENT_AUTH_FAILED);
  }

  private static Scopes scopes(Form form) {
    Optional<String> service = form.value("service");
    Optional<String> scope = form.value("scope");
    if (scope.isEmpty() && service.isEmpty()) {
      throw Refusal.of(FailureCause.UNKNOWN_SERVICE);
    }
    Scopes scopes =
        scope
            .or(() -> service.map(name -> "seal:" + name + ":get"))
            .flatMap(Scopes::parse)
            .orElseThrow(() -> Refusal.of(FailureCause.UNKNOWN_SERVICE));
    if (!service.orElse(scopes.service()).equals(scopes.service())) {
      throw Refusal.of(FailureCause.REQUEST_MALFORMED, "scope and service disagree");
    }
    return scopes;
  }

  String valUe() {
    return name("val_ue_id").orElse(clientId);
  }

  Optional<String> valUser() {
    return name("val_user_id");
  }

  String valService() {
    return name("val_service_id").orElseThrow(() -> missing("val_service_id"));
  }

  List<String> actions() {
    return List.copyOf(new TreeSet<>(scopes.actions()));
  }

  Optional<String> authorizationDetails() {
    return form.value("authorization_details");
  }

  private Optional<String> name(String parameter) {
    Optional<String> value = form.value(parameter);
    if (!fits(value.orElse(""))) {
      throw Refusal.of(FailureCause.REQUEST_MALFORMED, parameter + " is too long");
    }
    return value;
  }

  private static boolean fits(String name) {
    return name.length() <= LONGEST_NAME;
  }

  private static String required(Form form, String parameter) {
    return form.value(parameter).orElseThrow(() -> missing(parameter));
  }

  private static Refusal missing(String parameter) {
    return Refusal.of(FailureCause.REQUEST_MALFORMED, parameter + " is missing");
  }
}
