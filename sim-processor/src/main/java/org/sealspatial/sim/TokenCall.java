/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealspatial.jose.Binding;

/**
 * One token request with all that is known of how it came. Nothing in it is believed yet.
 *
 * @param arrival the record it came in
 * @param requestId chosen by the client
 * @param clientId the client it names
 * @param valUe VAL UE identity
 * @param valUser VAL user identity
 * @param valService VAL service identity
 * @param service spatial localization service
 * @param actions actions wanted
 * @param authorizationDetails RFC 9396 JSON array
 * @param deadline after it nobody waits any more
 * @param credentials what proves the sender
 * @param requestDigest SHA-256 of the canonical request, base64url
 */
public record TokenCall(
    Arrival arrival,
    String requestId,
    String clientId,
    String valUe,
    Optional<String> valUser,
    String valService,
    String service,
    List<String> actions,
    Optional<String> authorizationDetails,
    Instant deadline,
    Credentials credentials,
    String requestDigest)
    implements ClientCall {

  public TokenCall {
    actions = List.copyOf(actions);
  }

  /**
   * The record a request came in.
   *
   * @param topic full topic name
   * @param key record key; absent: null or not UTF-8
   * @param keyOwnsPartition whether the record lies in the partition its key hashes to
   * @param appended the broker's append time: the time of the request
   * @param http what the gateway saw; present on the HTTP ingress topic only
   * @param namesReplyPartition whether the body names a reply partition
   * @param fromGateway whether the topic is the HTTP ingress topic
   */
  public record Arrival(
      String topic,
      Optional<String> key,
      boolean keyOwnsPartition,
      Instant appended,
      Optional<Binding.Http> http,
      boolean namesReplyPartition,
      boolean fromGateway) {}

  /**
   * What proves the sender.
   *
   * @param assertion client assertion
   * @param proof DPoP proof of the token endpoint
   * @param certificate SHA-256 thumbprint of the client certificate that the gateway verified,
   *     base64url; never on the direct topic
   * @param bodyDigest SHA-256 of the body bytes, base64url
   */
  public record Credentials(
      String assertion, Optional<String> proof, Optional<String> certificate, String bodyDigest) {
    @Override
    public String toString() {
      return "Credentials[hidden]";
    }
  }
}
