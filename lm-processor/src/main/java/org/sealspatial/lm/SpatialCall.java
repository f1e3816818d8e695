/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.sealspatial.jose.Binding;
import org.sealspatial.lm.token.Presentation;

/**
 * A spatial request as it came in, decoded and not believed.
 *
 * @param http what the gateway saw; absent on the direct topic
 */
public record SpatialCall(Arrival arrival, Ask ask, Credentials credentials, Optional<Http> http) {

  /** Which way a request came in. */
  public enum Ingress {
    /** The client's own record. */
    DIRECT,
    /** Through a gateway. */
    HTTP
  }

  /**
   * Where the record lies.
   *
   * @param recordKey strict UTF-8; absent where the record has no such key
   * @param keyOwnsPartition whether the key belongs in the partition it lies in
   * @param appended the broker's append time: the time of the request
   * @param namesReplyPartition whether the body names a reply partition: a gateway's alone may
   */
  public record Arrival(
      Ingress ingress,
      String topic,
      Optional<String> recordKey,
      boolean keyOwnsPartition,
      Instant appended,
      boolean namesReplyPartition) {}

  /** The body: what is asked for. */
  public record Ask(
      String requestId,
      String clientId,
      String service,
      String operation,
      Map<String, String> parameters,
      Instant deadline) {
    public Ask {
      parameters = Map.copyOf(parameters);
    }
  }

  /**
   * What the sender shows for himself.
   *
   * @param accessToken compact JWS; a credential
   * @param proof compact JWS; a credential
   * @param bodyDigest SHA-256 of the body bytes, base64url
   * @param requestDigest SHA-256 of the canonical request, base64url
   */
  public record Credentials(
      String accessToken, Optional<String> proof, String bodyDigest, String requestDigest) {
    @Override
    public String toString() {
      return "Credentials[" + requestDigest + "]"; // without token and proof
    }
  }

  /**
   * The HTTP request.
   *
   * @param scheme Authorization scheme the token came with
   * @param certificate SHA-256 thumbprint of the client certificate that the gateway verified,
   *     base64url; absent: none was shown
   */
  public record Http(
      String method, String uri, Optional<String> scheme, Optional<String> certificate) {}

  /** How the token was presented. */
  Presentation presentation() {
    Binding binding =
        http.<Binding>map(h -> new Binding.Http(h.method(), h.uri()))
            .orElseGet(
                () ->
                    new Binding.Record(arrival.topic(), ask.requestId(), credentials.bodyDigest()));
    return new Presentation(
        http.flatMap(Http::scheme),
        credentials.proof(),
        binding,
        http.flatMap(Http::certificate),
        arrival.appended());
  }
}
