/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.sealspatial.routes.rpc.Expected;
import org.sealspatial.routes.rpc.Reply;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.v1.Failure;
import org.sealspatial.schemas.v1.SpatialRequest;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.SpatialResponse;

/** The spatial resources' two translations: HTTP request to record, record to TS 29.437 JSON. */
final class SpatialExchange {
  private final CallBuilder calls;
  private final String topic;

  SpatialExchange(CallBuilder calls, String topic) {
    this.calls = calls;
    this.topic = topic;
  }

  /** The request of the LM client, on its way to LM-S. */
  Question ask(HttpCall http) {
    Credentials credentials = Credentials.of(http);
    String proof = TokenExchange.proof(http);
    Map<String, String> parameters = parameters(http);
    CallBuilder.Return back = calls.back(http);
    var operation = http.resource().operation();
    byte[] body =
        calls.encode(
            SpatialRequestBody.newBuilder()
                .setRequestId(http.ids().requestId())
                .setClientId(credentials.clientId())
                .setService(operation.service())
                .setOperation(operation.name())
                .setParameters(parameters)
                .setDeadline(back.deadline())
                .setCorrelationId(back.correlationId())
                .setReplyPartition(back.replyPartition())
                .setHttp(calls.context(http, credentials.scheme()))
                .build());
    var request = new SpatialRequest(ByteBuffer.wrap(body), credentials.token(), proof);
    var expected = Expected.of(back.correlationId(), credentials.clientId(), body);
    return calls.question(http, topic, credentials.recordKey(), request, expected);
  }

  /** The operation's parameters and no others: unknown ones are ignored (TS 29.501). */
  private static Map<String, String> parameters(HttpCall http) {
    var operation = http.resource().operation();
    Form query = Form.parse(http.query());
    var parameters = new HashMap<>(http.pathParameters());
    Stream.concat(operation.required().stream(), operation.optional().stream())
        .forEach(name -> query.value(name).ifPresent(value -> parameters.put(name, value)));
    for (String name : operation.required()) {
      if (!parameters.containsKey(name)) {
        throw Refusal.of(FailureCause.REQUEST_MALFORMED, name + " is missing");
      }
    }
    return parameters;
  }

  /** The answer of LM-S. */
  HttpAnswer answer(Question.Answered answered) {
    if (!(answered.reply() instanceof Reply.Spatial reply)) {
      throw Refusal.of(FailureCause.GATEWAY_FAULT);
    }
    HttpCall http = answered.http();
    SpatialResponse response = reply.response();
    if (response.getFailure() != null) {
      return calls.finish(http, refused(response.getFailure(), http));
    }
    HttpAnswer success =
        response.getEncrypted() != null
            ? HttpAnswer.of(200, "application/jose", response.getEncrypted())
            : HttpAnswer.of(200, "application/json", response.getContent());
    return calls.finish(
        http, response.getWithheld() ? success.with("Seal-Withheld", "true") : success);
  }

  private static HttpAnswer refused(Failure failure, HttpCall http) {
    FailureCause cause = Causes.named(failure.getCause()).orElse(FailureCause.GATEWAY_FAULT);
    return refused(cause, failure.getDetail(), http);
  }

  static HttpAnswer refused(FailureCause cause, String hint, HttpCall http) {
    return Challenges.on(Problems.of(cause, hint, http.ids()), cause, http);
  }
}
