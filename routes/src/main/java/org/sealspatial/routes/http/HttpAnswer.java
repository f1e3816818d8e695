/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.sealspatial.jose.StrictJson;

/** An HTTP response: everything that goes out is named here, nothing is copied from a message. */
public final class HttpAnswer {
  private static final HttpField JSON = new PreEncodedHttpField("Content-Type", "application/json");
  private static final HttpField NO_STORE = new PreEncodedHttpField("Cache-Control", "no-store");
  private static final HttpField NO_SNIFF =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");

  private final int status;
  private final List<HttpField> headers;
  private final byte[] body;

  private HttpAnswer(int status, List<HttpField> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** A response with this body, not to be stored unless a header says otherwise. */
  public static HttpAnswer of(int status, String contentType, String body) {
    return of(status, field("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpAnswer of(int status, HttpField contentType, byte[] body) {
    return new HttpAnswer(status, List.of(contentType, NO_STORE, NO_SNIFF), body);
  }

  /** A JSON response. */
  public static HttpAnswer json(int status, JsonNode body) {
    return of(status, JSON, StrictJson.utf8(body));
  }

  /** The same response with this header, which replaces one of that name. */
  public HttpAnswer with(String name, String value) {
    var more = new ArrayList<HttpField>(headers.size() + 1);
    for (HttpField header : headers) {
      if (!header.getName().equals(name)) {
        more.add(header);
      }
    }
    more.add(field(name, value));
    return new HttpAnswer(status, more, body);
  }

  // by the name alone: to look up what Jetty knows of it costs more than to write it
  private static HttpField field(String name, String value) {
    return new HttpField(null, name, value);
  }

  int status() {
    return status;
  }

  List<HttpField> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }
}
