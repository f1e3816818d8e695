/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.token;

import java.time.Instant;
import java.util.Optional;
import org.sealspatial.jose.Binding;

/**
 * How a token was presented.
 *
 * @param scheme Authorization scheme over HTTP; absent on the direct topic
 * @param proof proof of possession, a compact JWS; a credential
 * @param binding the request the proof must be bound to
 * @param certificate thumbprint of the client certificate shown over HTTP, base64url
 * @param at append time of the request
 */
public record Presentation(
    Optional<String> scheme,
    Optional<String> proof,
    Binding binding,
    Optional<String> certificate,
    Instant at) {

  boolean isBearer() {
    return scheme.map("Bearer"::equalsIgnoreCase).orElse(false);
  }

  boolean isDpop() {
    return scheme.map("DPoP"::equalsIgnoreCase).orElse(false);
  }

  @Override
  public String toString() {
    return "Presentation[" + scheme + ", " + at + "]"; // without the proof
  }
}
