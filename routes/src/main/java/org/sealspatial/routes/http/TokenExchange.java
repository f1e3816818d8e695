/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.sealspatial.jose.Recent;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.routes.rpc.Expected;
import org.sealspatial.routes.rpc.Reply;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.v1.IssuedToken;
import org.sealspatial.schemas.v1.TokenInquiryBody;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/** The token endpoint's two translations: form to record, record to OAuth JSON. */
final class TokenExchange {
  private static final int LONGEST_PROOF = 8192;
  private static final Recent<Optional<ArrayNode>> DETAILS = new Recent<>(1024, 1024);

  private final CallBuilder calls;
  private final String topic;

  TokenExchange(CallBuilder calls, String topic) {
    this.calls = calls;
    this.topic = topic;
  }

  /** The request of SIM-C, on its way to SIM-S. */
  Question ask(HttpCall http) {
    return http.resource().operation() == null ? askToken(http) : inquire(http);
  }

  /** RFC 7009 section 2.1, RFC 7662 section 2.1; a hint is no help to SIM-S, so none goes on. */
  private Question inquire(HttpCall http) {
    Form form = Form.parse(http.body()).unrepeated();
    AssertedClient.refuseOtherCredentials(http, form);
    AssertedClient client = AssertedClient.of(form);
    CallBuilder.Return back = calls.back(http);
    byte[] body =
        calls.encode(
            TokenInquiryBody.newBuilder()
                .setRequestId(http.ids().requestId())
                .setClientId(client.id())
                .setOperation(http.resource().operation().name())
                .setToken(form.value("token").orElseThrow(() -> AssertedClient.missing("token")))
                .setDeadline(back.deadline())
                .setCorrelationId(back.correlationId())
                .setReplyPartition(back.replyPartition())
                .setHttp(calls.context(http, null))
                .build());
    var request = new TokenRequest(ByteBuffer.wrap(body), client.assertion(), null);
    var expected = Expected.of(back.correlationId(), client.id(), body);
    return calls.question(http, topic, client.id(), request, expected);
  }

  private Question askToken(HttpCall http) {
    TokenForm form = TokenForm.read(http);
    String proof = proof(http);
    CallBuilder.Return back = calls.back(http);
    byte[] body = calls.encode(body(http, form, back));
    var request = new TokenRequest(ByteBuffer.wrap(body), form.assertion(), proof);
    var expected = Expected.of(back.correlationId(), form.clientId(), body);
    return calls.question(http, topic, form.clientId(), request, expected);
  }

  private TokenRequestBody body(HttpCall http, TokenForm form, CallBuilder.Return back) {
    return TokenRequestBody.newBuilder()
        .setRequestId(http.ids().requestId())
        .setClientId(form.clientId())
        .setValUe(form.valUe())
        .setValUser(form.valUser().orElse(null))
        .setValService(form.valService())
        .setService(form.scopes().service())
        .setActions(form.actions())
        .setAuthorizationDetails(form.authorizationDetails().orElse(null))
        .setDeadline(back.deadline())
        .setCorrelationId(back.correlationId())
        .setReplyPartition(back.replyPartition())
        .setHttp(calls.context(http, null))
        .build();
  }

  /** RFC 9449 section 4.3: at most one DPoP header. */
  static String proof(HttpCall http) {
    List<String> proofs = http.header("DPoP");
    if (proofs.isEmpty()) {
      return null;
    }
    if (proofs.size() > 1 || proofs.get(0).length() > LONGEST_PROOF) {
      throw Refusal.of(FailureCause.PROOF_INVALID);
    }
    return proofs.get(0);
  }

  /** The answer of SIM-S as RFC 6749 section 5 wants it. */
  HttpAnswer answer(Question.Answered answered) {
    if (!(answered.reply() instanceof Reply.Token reply)) {
      throw Refusal.of(FailureCause.GATEWAY_FAULT);
    }
    HttpCall http = answered.http();
    TokenResponse response = reply.response();
    if (response.getFailure() != null) {
      return calls.finish(http, OAuthErrors.of(response.getFailure(), http));
    }
    HttpAnswer success =
        response.getEncrypted() != null
            ? HttpAnswer.of(200, "application/jose", response.getEncrypted())
            : HttpAnswer.json(200, members(response));
    return calls.finish(http, success.with("Pragma", "no-cache"));
  }

  private static ObjectNode members(TokenResponse response) {
    if (response.getStatus() != null) {
      return StrictJson.object(response.getStatus())
          .orElseThrow(() -> Refusal.of(FailureCause.GATEWAY_FAULT));
    }
    IssuedToken token = response.getToken();
    ObjectNode json = StrictJson.object();
    json.put("access_token", token.getAccessToken());
    json.put("token_type", token.getTokenType());
    json.put("expires_in", token.getExpiresIn());
    json.put("scope", token.getScope());
    if (token.getAuthorizationDetails() != null) {
      details(token.getAuthorizationDetails())
          .ifPresent(details -> json.set("authorization_details", details));
    }
    return json;
  }

  /** What is granted comes again with each token of a client: read once, and not changed. */
  private static Optional<ArrayNode> details(String text) {
    Optional<ArrayNode> details = DETAILS.of(text);
    if (details == null) {
      details = StrictJson.array(text);
      DETAILS.keep(text, details);
    }
    return details;
  }
}
