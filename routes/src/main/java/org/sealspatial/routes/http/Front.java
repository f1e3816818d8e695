/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
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

  private final int maxBody;

  Front(int maxBody) {
    this.maxBody = maxBody;
  }

  /** Replaces Jetty's request by a call, or refuses. */
  void admit(Exchange exchange) {
    Request request = (Request) exchange.getMessage().getBody();
    exchange.getMessage().setBody(null);
    HttpFields headers = request.getHeaders();
    RequestIds ids = RequestIds.of(headers::getValuesList);
    exchange.setProperty(RequestIds.PROPERTY, ids);
    HttpCall call = call(request, ids);
    exchange.setProperty(HttpCall.PROPERTY, call);
    exchange.getMessage().setBody(call);
  }

  private HttpCall call(Request request, RequestIds ids) {
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

  private byte[] form(Request request) {
    HttpFields headers = request.getHeaders();
    MediaTypes.requireForm(
        headers.getValuesList("Content-Type"), headers.getValuesList("Content-Encoding"));
    var body = new ByteArrayOutputStream();
    for (Content.Chunk chunk = chunk(request); ; chunk = chunk(request)) {
      byte[] part = BufferUtil.toArray(chunk.getByteBuffer());
      chunk.release();
      if (body.size() + part.length > maxBody) {
        throw Refusal.of(FailureCause.BODY_TOO_LARGE);
      }
      body.writeBytes(part);
      if (chunk.isLast()) {
        return body.toByteArray();
      }
    }
  }

  /** The body is here as a whole before the front is asked: nobody waits for a part of it. */
  private static Content.Chunk chunk(Request request) {
    Content.Chunk chunk = request.read();
    if (chunk == null) {
      throw unreadable();
    }
    if (Content.Chunk.isFailure(chunk)) {
      boolean tooLarge =
          chunk.getFailure() instanceof HttpException refusal
              && refusal.getCode() == HttpStatus.PAYLOAD_TOO_LARGE_413;
      throw tooLarge ? Refusal.of(FailureCause.BODY_TOO_LARGE) : unreadable();
    }
    return chunk;
  }

  private static Refusal unreadable() {
    return Refusal.of(FailureCause.REQUEST_MALFORMED, "the body could not be read");
  }
}
