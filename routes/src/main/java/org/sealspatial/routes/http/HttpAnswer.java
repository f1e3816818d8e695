/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sealspatial.jose.StrictJson;

/** An HTTP response: everything that goes out is named here, nothing is copied from a message. */
public final class HttpAnswer {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  private HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** A response with this body, not to be stored unless a header says otherwise. */
  public static HttpAnswer of(int status, String contentType, String body) {
    return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpAnswer of(int status, String contentType, byte[] body) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", contentType);
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    return new HttpAnswer(status, headers, body);
  }

  /** A JSON response. */
  public static HttpAnswer json(int status, JsonNode body) {
    return of(status, "application/json", StrictJson.utf8(body));
  }

  /** The same response with this header, which replaces one of that name. */
  public HttpAnswer with(String name, String value) {
    return with(Map.of(name, value));
  }

  /** The same response with these headers, each of which replaces one of its name. */
  HttpAnswer with(Map<String, String> further) {
    var more = new LinkedHashMap<>(headers);
    more.putAll(further);
    return new HttpAnswer(status, more, body);
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return Collections.unmodifiableMap(headers);
  }

  byte[] body() {
    return body;
  }
}
