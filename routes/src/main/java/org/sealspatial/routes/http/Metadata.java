/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.AuthorizationDetail;
import org.sealspatial.jose.Scopes;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.FailureCause;

/** What SIM-S publishes of itself: RFC 8414 metadata and its verification keys. */
final class Metadata {
  private static final String FRESH = "public, max-age=60";

  private final GatewaySettings settings;
  private final Supplier<String> jwks;
  private final BooleanSupplier takesCertificates;

  Metadata(GatewaySettings settings, Supplier<String> jwks, BooleanSupplier takesCertificates) {
    this.settings = settings;
    this.jwks = jwks;
    this.takesCertificates = takesCertificates;
  }

  /** RFC 8414 section 2, RFC 8705 section 3.3. */
  HttpAnswer metadata(HttpCall http) {
    ObjectNode json = StrictJson.object();
    json.put("issuer", settings.issuer());
    json.put("token_endpoint", settings.publicUrl(HttpApi.TOKEN_PATH));
    endpoint(json, "revocation", HttpApi.REVOCATION_PATH);
    endpoint(json, "introspection", HttpApi.INTROSPECTION_PATH);
    json.put("jwks_uri", settings.publicUrl(HttpApi.KEYS_PATH));
    json.set("scopes_supported", array(scopes()));
    json.set("response_types_supported", array(Stream.empty()));
    json.set("grant_types_supported", array(Stream.of("client_credentials")));
    json.set("token_endpoint_auth_methods_supported", array(Stream.of("private_key_jwt")));
    json.set("token_endpoint_auth_signing_alg_values_supported", array(algorithms()));
    json.set("dpop_signing_alg_values_supported", array(algorithms()));
    json.set("authorization_details_types_supported", array(Stream.of(AuthorizationDetail.TYPE)));
    if (takesCertificates.getAsBoolean()) {
      json.put("tls_client_certificate_bound_access_tokens", true);
    }
    return http.ids().on(HttpAnswer.json(200, json).with("Cache-Control", FRESH));
  }

  private void endpoint(ObjectNode json, String name, String path) {
    json.put(name + "_endpoint", settings.publicUrl(path));
    json.set(name + "_endpoint_auth_methods_supported", array(Stream.of("private_key_jwt")));
    json.set(name + "_endpoint_auth_signing_alg_values_supported", array(algorithms()));
  }

  /** RFC 7517 section 5. */
  HttpAnswer keys(HttpCall http) {
    String keys = jwks.get();
    if (keys == null) {
      throw Refusal.of(FailureCause.KEYS_UNAVAILABLE);
    }
    return http.ids()
        .on(HttpAnswer.of(200, "application/jwk-set+json", keys).with("Cache-Control", FRESH));
  }

  private static Stream<String> scopes() {
    return HttpApi.operations().stream()
        .map(operation -> Scopes.of(operation.service(), Set.of(operation.name())))
        .distinct();
  }

  private static Stream<String> algorithms() {
    return Arrays.stream(Algorithm.values()).map(Algorithm::name);
  }

  private static ArrayNode array(Stream<String> values) {
    ArrayNode array = StrictJson.array();
    List<String> all = values.toList();
    all.forEach(array::add);
    return array;
  }
}
