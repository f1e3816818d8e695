/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request behind the front: a resource of the API, and of everything the caller sent only
 * what is on the white list of {@link Front}.
 */
final class HttpCall {
  /** Exchange property that keeps the call while the body changes. */
  static final String PROPERTY = "seal.http.call";

  private final Resource.Match match;
  private final String query;
  private final Map<String, List<String>> headers;
  private final byte[] body;
  private final RequestIds ids;
  private final Optional<String> certificate;

  HttpCall(
      Resource.Match match,
      String query,
      Map<String, List<String>> headers,
      byte[] body,
      RequestIds ids,
      Optional<String> certificate) {
    this.match = match;
    this.query = query == null ? "" : query;
    this.headers = headers;
    this.body = body;
    this.ids = ids;
    this.certificate = certificate;
  }

  Resource resource() {
    return match.resource();
  }

  /** The path as it came, without query. */
  String path() {
    return match.path();
  }

  /** Values of the template's variables. */
  Map<String, String> pathParameters() {
    return match.parameters();
  }

  /** The raw query, without question mark; may hold what callers should never put there. */
  String query() {
    return query;
  }

  /** The values of a white-listed header in their order; empty where there is none. */
  List<String> header(String name) {
    return headers.getOrDefault(name, List.of());
  }

  /** The one value of a header; empty where there is none or more than one. */
  Optional<String> singleHeader(String name) {
    List<String> values = header(name);
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  String body() {
    return new String(body, StandardCharsets.ISO_8859_1); // a form is ASCII; others fail its parser
  }

  /** SHA-256 thumbprint of the client certificate of the connection, base64url (RFC 8705). */
  Optional<String> certificate() {
    return certificate;
  }

  RequestIds ids() {
    return ids;
  }
}
