/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.util.List;
import java.util.Optional;
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

  static TokenForm read(HttpCall http) {
    Form form = Form.parse(http.body()).unrepeated();
    AssertedClient.refuseOtherCredentials(http, form);
    String grantType = required(form, "grant_type");
    if (!grantType.equals(GRANT_TYPE)) {
      throw Refusal.of(FailureCause.UNSUPPORTED_GRANT_TYPE);
    }
    AssertedClient client = AssertedClient.of(form);
    return new TokenForm(form, client.assertion(), client.id(), scopes(form));
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
    return List.copyOf(scopes.actions());
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
    return name.length() <= AssertedClient.LONGEST_NAME;
  }

  private static String required(Form form, String parameter) {
    return form.value(parameter).orElseThrow(() -> missing(parameter));
  }

  private static Refusal missing(String parameter) {
    return AssertedClient.missing(parameter);
  }
}
