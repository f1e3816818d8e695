/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.sealspatial.routes.http.Resource.Destination.KEYS;
import static org.sealspatial.routes.http.Resource.Destination.METADATA;
import static org.sealspatial.routes.http.Resource.Destination.SPATIAL;
import static org.sealspatial.routes.http.Resource.Destination.TOKEN;

import java.util.ArrayList;
import java.util.List;
import org.sealspatial.routes.http.Resource.Operation;
import org.sealspatial.schemas.FailureCause;

/**
 * Every resource of the gateway. What is not in this list does not exist. A further operation of a
 * spatial localization service is one more row: it needs no new route.
 */
public final class HttpApi {
  /** RFC 6749 section 3.2. */
  public static final String TOKEN_PATH = "/oauth2/token";

  /** RFC 7009 section 2. */
  public static final String REVOCATION_PATH = "/oauth2/revoke";

  /** RFC 7662 section 2. */
  public static final String INTROSPECTION_PATH = "/oauth2/introspect";

  /** RFC 8414 section 3. */
  public static final String METADATA_PATH = "/.well-known/oauth-authorization-server";

  /** RFC 7517 section 5. */
  public static final String KEYS_PATH = "/oauth2/jwks";

  private static final List<Resource> RESOURCES =
      List.of(
          new Resource("POST", TOKEN_PATH, TOKEN, null),
          inquiry(REVOCATION_PATH, "revoke"),
          inquiry(INTROSPECTION_PATH, "introspect"),
          new Resource("GET", METADATA_PATH, METADATA, null),
          new Resource("GET", KEYS_PATH, KEYS, null),
          // TS 29.437 SS_SmManagement, GetSpatialMap
          spatial(
              "/ssm-smm/v1/spatial-maps",
              new Operation(
                  "SS_SmManagement",
                  "get",
                  List.of("svc-id", "map-id"),
                  List.of("map-layer-list", "aug-with"))),
          // TS 29.437 SS_SmManagement, GetIndSpatialMap
          spatial(
              "/ssm-smm/v1/spatial-maps/{map-id}",
              new Operation(
                  "SS_SmManagement", "get", List.of(), List.of("map-layer-list", "area-int"))),
          // TS 29.437 SS_SAnDiscovery, DiscSpatialAnchorsProfiles
          spatial(
              "/ssan-disc/v1/spatial-anchors",
              new Operation(
                  "SS_SAnDiscovery",
                  "discover",
                  List.of(),
                  List.of(
                      "anchor-ids",
                      "area-int",
                      "svc-id",
                      "anch-inf",
                      "client-location",
                      "supp-feats"))));

  private HttpApi() {}

  private static Resource spatial(String template, Operation operation) {
    return new Resource("GET", template, SPATIAL, operation);
  }

  /** What may be asked of a token that was issued: the token endpoint's route, another body. */
  private static Resource inquiry(String path, String operation) {
    return new Resource(
        "POST",
        path,
        TOKEN,
        new Operation("", operation, List.of("token"), List.of("token_type_hint")));
  }

  /** The operations of spatial localization services. */
  static List<Operation> operations() {
    return RESOURCES.stream()
        .filter(resource -> resource.destination() == SPATIAL)
        .map(Resource::operation)
        .distinct()
        .toList();
  }

  /** The resource, or a refusal: PATH_NOT_FOUND, METHOD_NOT_ALLOWED. */
  static Resource.Match find(String method, String path) {
    var there = new ArrayList<Resource.Match>(2);
    for (Resource resource : RESOURCES) {
      resource.match(path).ifPresent(there::add);
    }
    for (Resource.Match match : there) {
      if (match.resource().method().equals(method)) {
        return match;
      }
    }
    throw there.isEmpty()
        ? Refusal.of(FailureCause.PATH_NOT_FOUND)
        : Refusal.methodNotAllowed(methods(there));
  }

  private static List<String> methods(List<Resource.Match> there) {
    return there.stream().map(match -> match.resource().method()).distinct().toList();
  }
}
