/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.sealspatial.routes.rpc.Call;
import org.sealspatial.routes.rpc.Expected;
import org.sealspatial.routes.rpc.KafkaRpc;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.HttpContext;

/** What both flows need to turn an HTTP call into a record. */
final class CallBuilder {
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private final KafkaRpc rpc;
  private final GatewaySettings settings;
  private final Patience patience;
  private final Clock clock;
  private final Wire wire = new Wire();

  CallBuilder(KafkaRpc rpc, GatewaySettings settings, Clock clock) {
    this.rpc = rpc;
    this.settings = settings;
    this.patience = Patience.of(settings.limits());
    this.clock = clock;
  }

  /** Where and how the answer comes back, and when it is no longer waited for. */
  record Return(String correlationId, int replyPartition, Instant deadline) {}

  Return back(HttpCall http) {
    int partition =
        rpc.replyPartition()
            .orElseThrow(() -> Refusal.of(FailureCause.AUDIT_UNAVAILABLE, "not ready yet"));
    Instant deadline = clock.instant().plus(patience.of(http)).truncatedTo(ChronoUnit.MILLIS);
    return new Return(KafkaRpc.newCorrelationId(), partition, deadline);
  }

  /** The HTTP request as a proof of possession has to name it, and the certificate it came with. */
  HttpContext context(HttpCall http, String scheme) {
    return new HttpContext(
        http.resource().method(),
        settings.publicUrl(http.path()),
        scheme,
        http.certificate().orElse(null));
  }

  byte[] encode(SpecificRecord body) {
    return wire.encode(body);
  }

  Question question(
      HttpCall http, String topic, String key, SpecificRecord request, Expected expected) {
    Duration wait = patience.of(http);
    var options = new Call.Options(headers(http, request), wait);
    return new Question(http, Call.to(topic, key, wire.encode(request), expected, options));
  }

  HttpAnswer finish(HttpCall http, HttpAnswer answer) {
    return patience.applied(http, http.ids().on(answer));
  }

  /** CloudEvents 1.0 in the binary mode of its Kafka binding. */
  private Map<String, String> headers(HttpCall http, SpecificRecord request) {
    Map<String, String> event =
        Map.of(
            "ce_specversion", "1.0",
            "ce_id", http.ids().requestId(),
            "ce_source", settings.publicUrl(""),
            "ce_type", request.getSchema().getFullName(),
            "ce_time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
            "content-type", "avro/binary");
    return http.singleHeader("traceparent")
        .filter(parent -> TRACEPARENT.matcher(parent).matches())
        .map(parent -> traced(event, parent))
        .orElse(event);
  }

  private static Map<String, String> traced(Map<String, String> event, String parent) {
    var headers = new HashMap<>(event);
    headers.put("traceparent", parent);
    return headers;
  }
}
