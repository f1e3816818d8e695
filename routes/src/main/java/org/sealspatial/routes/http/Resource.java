/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One row of the API: a method on a path template, where it goes, and what operation of which
 * spatial localization service it is.
 *
 * @param method HTTP method, upper case
 * @param template path, with variables such as {@code {map-id}}
 * @param destination the route that serves it
 * @param operation the operation of a spatial service, or what is done with an issued token; null
 *     where there is none
 */
record Resource(String method, String template, Destination destination, Operation operation) {
  // Unreserved characters only: what must be percent-encoded is no identifier of this API.
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

  /** The routes behind the front. */
  enum Destination {
    TOKEN("application/json", "application/jose"),
    METADATA("application/json"),
    KEYS("application/jwk-set+json", "application/json"),
    SPATIAL("application/json", "application/jose");

    private final List<String> produces;

    Destination(String... produces) {
      this.produces = List.of(produces);
    }

    String uri() {
      return "direct:http-" + name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Media types of a success. */
    List<String> produces() {
      return produces;
    }
  }

  /**
   * An operation of a spatial localization service, or of SIM-S on a token.
   *
   * @param service TS 23.437 name; empty: SIM-S
   * @param name operation, at a spatial service also the action a token must allow
   * @param required query parameters that must be there
   * @param optional query parameters that may be there; all others are ignored
   */
  record Operation(String service, String name, List<String> required, List<String> optional) {
    boolean knows(String parameter) {
      return required.contains(parameter) || optional.contains(parameter);
    }
  }

  /** A resource and the request path that met its template. */
  record Match(Resource resource, String path, Map<String, String> parameters) {}

  /** The values of the template's variables in this path, or empty where it is another path. */
  Optional<Match> match(String path) {
    if (template.indexOf('{') < 0) {
      return template.equals(path)
          ? Optional.of(new Match(this, path, Map.of()))
          : Optional.empty();
    }
    if (!path.regionMatches(0, template, 0, template.indexOf('{'))) {
      return Optional.empty(); // most paths are another resource's
    }
    String[] wanted = template.split("/", -1);
    String[] given = path.split("/", wanted.length + 1);
    if (wanted.length != given.length) {
      return Optional.empty();
    }
    var parameters = new LinkedHashMap<String, String>();
    for (int i = 0; i < wanted.length; i++) {
      boolean variable = wanted[i].startsWith("{");
      if (variable ? !VALUE.matcher(given[i]).matches() : !wanted[i].equals(given[i])) {
        return Optional.empty();
      }
      if (variable) {
        parameters.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
      }
    }
    return Optional.of(new Match(this, path, Map.copyOf(parameters)));
  }
}
