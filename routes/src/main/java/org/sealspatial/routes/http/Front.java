/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.sealspatial.schemas.FailureCause;

/**
 * Nothing of an HTTP request passes but what is named here. The message that goes on is new: no
 * header, query or form field of a caller becomes a Camel header, so none can steer a component
 * (CVE-2025-27636, CVE-2026-49098).
 */
final class Front {
  private static final int LONGEST_TARGET = 8192;
  private static final int LONGEST_HEADER = 8192 + 64; // room for "Authorization: DPoP " itself
  private static final int MOST_HEADERS = 200;
  private static final Map<String, String> WHITE_LIST =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  static {
    for (String name :
        List.of(
            "Authorization",
            "DPoP",
            "Idempotency-Key",
            "Prefer",
            "X-Request-Id",
            "x-correlator",
            "traceparent")) {
      WHITE_LIST.put(name, name);
    }
  }

  /** Replaces Jetty's request by a call, or refuses. */
  void admit(Exchange exchange) {
    var request = (WholeBodies.Whole) exchange.getMessage().getBody();
    exchange.getMessage().setBody(null);
    HttpFields headers = request.getHeaders();
    RequestIds ids = RequestIds.of(headers::getValuesList);
    exchange.setProperty(RequestIds.PROPERTY, ids);
    HttpCall call = call(request, ids);
    exchange.setProperty(HttpCall.PROPERTY, call);
    exchange.getMessage().setBody(call);
  }

  private HttpCall call(WholeBodies.Whole request, RequestIds ids) {
    HttpFields headers = request.getHeaders();
    String path =
        Objects.requireNonNullElse(request.getHttpURI().getPath(), ""); // CONNECT has none
    String query = request.getHttpURI().getQuery();
    if (path.length() + (query == null ? 0 : query.length()) > LONGEST_TARGET) {
      throw Refusal.of(FailureCause.URI_TOO_LONG);
    }
    Map<String, List<String>> kept = kept(headers);
    Resource.Match match = HttpApi.find(request.getMethod(), path);
    MediaTypes.requireAccepted(
        headers.getValuesList("Accept"), match.resource().destination().produces());
    byte[] body = match.resource().method().equals("POST") ? form(request) : new byte[0];
    return new HttpCall(match, query, kept, body, ids, ShownCertificate.of(request));
  }

  /** Of all the header fields those that are named here; a refusal where all are too large. */
  private static Map<String, List<String>> kept(HttpFields headers) {
    var kept = new HashMap<String, List<String>>();
    int fields = 0;
    for (HttpField field : headers) {
      String name = WHITE_LIST.get(field.getName());
      String value = field.getValue() == null ? "" : field.getValue();
      boolean token = "Authorization".equals(name); // has a limit and cause of its own
      if (++fields > MOST_HEADERS
          || !token && field.getName().length() + value.length() > LONGEST_HEADER) {
        throw Refusal.of(FailureCause.HEADERS_TOO_LARGE);
      }
      if (name != null) {
        kept.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
      }
    }
    return kept;
  }

  private static byte[] form(WholeBodies.Whole request) {
    HttpFields headers = request.getHeaders();
    MediaTypes.requireForm(
        headers.getValuesList("Content-Type"), headers.getValuesList("Content-Encoding"));
    if (!request.whole()) {
      throw Refusal.of(FailureCause.REQUEST_MALFORMED, "the body could not be read");
    }
    return request.body();
  }
}
