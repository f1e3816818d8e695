/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealspatial.routes.rpc.KafkaRpc;

/**
 * The names of one request.
 *
 * @param requestId what makes a retry the same request: the Idempotency-Key, or a random one
 * @param echo what the caller traces by: its X-Request-Id or x-correlator, or the request id
 */
record RequestIds(String requestId, String echo) {
  /** Exchange property that keeps the names while the body changes. */
  static final String PROPERTY = "seal.http.ids";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  // A structured field string is quoted (draft-ietf-httpapi-idempotency-key-header), most callers
  // are not.
  private static final Pattern KEY = Pattern.compile("\"?([A-Za-z0-9._-]{1,64})\"?");

  static RequestIds of(Function<String, List<String>> headers) {
    String id = single(headers, "Idempotency-Key", KEY).orElseGet(KafkaRpc::newCorrelationId);
    String echo =
        single(headers, "X-Request-Id", ID)
            .or(() -> single(headers, "x-correlator", ID))
            .orElse(id);
    return new RequestIds(id, echo);
  }

  static RequestIds fresh() {
    String id = KafkaRpc.newCorrelationId();
    return new RequestIds(id, id);
  }

  private static Optional<String> single(
      Function<String, List<String>> headers, String name, Pattern form) {
    List<String> values = headers.apply(name);
    if (values.size() != 1) {
      return Optional.empty();
    }
    Matcher matcher = form.matcher(values.get(0));
    return matcher.matches() ? Optional.of(matcher.group(matcher.groupCount())) : Optional.empty();
  }

  HttpAnswer on(HttpAnswer answer) {
    return answer
        .with("X-Request-Id", echo)
        .with("x-correlator", echo)
        .with("Seal-Request-Id", requestId);
  }
}
