/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.Header;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.sealspatial.schemas.v1.HttpContext;
import org.sealspatial.schemas.v1.IssuedToken;
import org.sealspatial.schemas.v1.TokenRequest;
import org.sealspatial.schemas.v1.TokenRequestBody;
import org.sealspatial.schemas.v1.TokenResponse;

/**
 * The token endpoint by hand, with what Jetty, nimbus, Avro and Jackson bring: the form becomes the
 * record that the product's gateway writes, the reply its OAuth answer. It trusts what it gets:
 * nothing is refused, and a wrong request ends in a 500.
 */
final class FormHandler extends Handler.Abstract.NonBlocking {
  private static final long PATIENCE_SECONDS = 60;
  private static final HttpField JSON = new PreEncodedHttpField("Content-Type", "application/json");
  private static final HttpField NO_STORE = new PreEncodedHttpField("Cache-Control", "no-store");
  private static final HttpField NO_SNIFF =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
  private static final HttpField PRAGMA = new PreEncodedHttpField("Pragma", "no-cache");
  private static final String ENDPOINT = "http://127.0.0.1/oauth2/token";
  private static final Header SOURCE = Outputs.header("ce_source", "http://127.0.0.1");
  private static final Header TYPE =
      Outputs.header("ce_type", TokenRequest.getClassSchema().getFullName());

  private final BareCalls calls;
  private final ObjectMapper json = new ObjectMapper();
  private final SecureRandom random = new SecureRandom();

  FormHandler(BareCalls calls) {
    this.calls = calls;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String id = id();
    Content.Source.asByteArrayAsync(request, 1 << 16)
        .thenCompose(body -> ask(id, form(body)))
        .thenApply(this::json)
        .whenComplete((answer, failure) -> end(response, id, answer, failure, callback));
    return true;
  }

  private static Fields form(byte[] body) {
    var form = new Fields();
    UrlEncoded.decodeUtf8To(new String(body, StandardCharsets.ISO_8859_1), form);
    return form;
  }

  private CompletableFuture<byte[]> ask(String id, Fields form) {
    try {
      String assertion = form.getValue("client_assertion");
      String client = SignedJWT.parse(assertion).getJWTClaimsSet().getIssuer();
      byte[] body = Outputs.bytes(TokenRequestBody.getEncoder().encode(body(id, client, form)));
      var request = new TokenRequest(ByteBuffer.wrap(body), assertion, null);
      return calls.call(
          id, client, Outputs.bytes(TokenRequest.getEncoder().encode(request)), headers(id));
    } catch (IOException | ParseException broken) {
      return CompletableFuture.failedFuture(broken);
    }
  }

  private TokenRequestBody body(String id, String client, Fields form) {
    String[] scope = form.getValue("scope").split(":");
    return new TokenRequestBody(
        id,
        client,
        form.getValue("val_ue_id"),
        form.getValue("val_user_id"),
        form.getValue("val_service_id"),
        scope[1],
        List.of(scope[2]),
        form.getValue("authorization_details"),
        Instant.now().plusSeconds(PATIENCE_SECONDS).truncatedTo(ChronoUnit.MILLIS),
        id(),
        0,
        new HttpContext("POST", ENDPOINT, null, null));
  }

  private static List<Header> headers(String id) {
    return List.of(
        Outputs.VERSION,
        Outputs.header("ce_id", id),
        SOURCE,
        TYPE,
        Outputs.header("ce_time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString()),
        Outputs.CONTENT);
  }

  private byte[] json(byte[] reply) {
    try {
      IssuedToken token = TokenResponse.getDecoder().decode(reply).getToken();
      ObjectNode answer = json.createObjectNode();
      answer.put("access_token", token.getAccessToken());
      answer.put("token_type", token.getTokenType());
      answer.put("expires_in", token.getExpiresIn());
      answer.put("scope", token.getScope());
      answer.set("authorization_details", json.readTree(token.getAuthorizationDetails()));
      return json.writeValueAsBytes(answer);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void end(
      Response response, String id, byte[] answer, Throwable failure, Callback callback) {
    if (failure != null) {
      callback.failed(failure);
      return;
    }
    HttpFields.Mutable headers = response.getHeaders();
    headers.add(JSON).add(NO_STORE).add(NO_SNIFF).add(PRAGMA);
    headers.add(new HttpField(null, "X-Request-Id", id));
    headers.add(new HttpField(null, "x-correlator", id));
    headers.add(new HttpField(null, "Seal-Request-Id", id));
    headers.put(HttpHeader.CONTENT_LENGTH, answer.length);
    response.write(true, ByteBuffer.wrap(answer), callback);
  }

  private String id() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
