/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

/**
 * The request that an assertion or a proof is bound to. Over Kafka it is the record: topic, request
 * id and the digest of the body. Over HTTP it is what RFC 7523 and RFC 9449 bind to. The two never
 * stand in for each other.
 */
public sealed interface Binding {
  /**
   * A record on a direct topic.
   *
   * @param topic full topic name
   * @param requestId the request id in the body
   * @param digest SHA-256 of the body bytes, base64url
   */
  record Record(String topic, String requestId, String digest) implements Binding {}

  /**
   * A request that came through a gateway.
   *
   * @param method HTTP method, upper case
   * @param uri public URI without query and fragment
   */
  record Http(String method, String uri) implements Binding {}
}
