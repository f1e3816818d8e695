/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.http.common.HttpMessage;
import org.apache.camel.support.DefaultMessage;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
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
  private static final List<String> WHITE_LIST =
      List.of(
          "Authorization",
          "DPoP",
          "Idempotency-Key",
          "Prefer",
          "X-Request-Id",
          "x-correlator",
          "traceparent");

  private final int maxBody;

  Front(int maxBody) {
    this.maxBody = maxBody;
  }

  /** Replaces the HTTP message by a call, or refuses. */
  void admit(Exchange exchange) {
    HttpServletRequest request = exchange.getMessage(HttpMessage.class).getRequest();
    exchange.setMessage(new DefaultMessage(exchange));
    RequestIds ids = RequestIds.of(name -> values(request, name));
    exchange.setProperty(RequestIds.PROPERTY, ids);
    HttpCall call = call(request, ids);
    exchange.setProperty(HttpCall.PROPERTY, call);
    exchange.getMessage().setBody(call);
  }

  private HttpCall call(HttpServletRequest request, RequestIds ids) {
    requireBounds(request);
    Resource.Match match = HttpApi.find(request.getMethod(), request.getRequestURI());
    MediaTypes.requireAccepted(
        values(request, "Accept"), match.resource().destination().produces());
    byte[] body = match.resource().method().equals("POST") ? form(request) : new byte[0];
    Map<String, List<String>> kept =
        WHITE_LIST.stream()
            .collect(Collectors.toUnmodifiableMap(name -> name, name -> values(request, name)));
    return new HttpCall(match, request.getQueryString(), kept, body, ids);
  }

  private static void requireBounds(HttpServletRequest request) {
    String query = request.getQueryString();
    if (request.getRequestURI().length() + (query == null ? 0 : query.length()) > LONGEST_TARGET) {
      throw Refusal.of(FailureCause.URI_TOO_LONG);
    }
    int fields = 0;
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : values(request, name)) {
        boolean token = name.equalsIgnoreCase("Authorization"); // has a limit and cause of its own
        if (++fields > MOST_HEADERS || !token && name.length() + value.length() > LONGEST_HEADER) {
          throw Refusal.of(FailureCause.HEADERS_TOO_LARGE);
        }
      }
    }
  }

  private byte[] form(HttpServletRequest request) {
    MediaTypes.requireForm(values(request, "Content-Type"), values(request, "Content-Encoding"));
    try {
      byte[] body = request.getInputStream().readNBytes(maxBody + 1);
      if (body.length > maxBody) {
        throw Refusal.of(FailureCause.BODY_TOO_LARGE);
      }
      return body;
    } catch (HttpException.RuntimeException e) {
      boolean tooLarge = e.getCode() == HttpStatus.PAYLOAD_TOO_LARGE_413;
      throw tooLarge ? Refusal.of(FailureCause.BODY_TOO_LARGE) : unreadable();
    } catch (IOException e) {
      throw unreadable();
    }
  }

  private static Refusal unreadable() {
    return Refusal.of(FailureCause.REQUEST_MALFORMED, "the body could not be read");
  }

  private static List<String> values(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }
}
