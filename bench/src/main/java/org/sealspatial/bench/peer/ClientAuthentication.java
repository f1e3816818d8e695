/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.peer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.sealspatial.jose.ClientAssertion;
import org.sealspatial.jose.SigningKey;

/** How a client says who it is (RFC 6749 section 2.3, RFC 7523). */
interface ClientAuthentication {
  /** Adds it to a request that is about to be sent. */
  void addTo(Map<String, String> headers, Map<String, String> form);

  /** As IANA and OpenID Connect call it. */
  String method();

  /** client_secret_basic. */
  record Basic(String client, String secret) implements ClientAuthentication {
    @Override
    public void addTo(Map<String, String> headers, Map<String, String> form) {
      String pair = Post.encoded(client) + ":" + Post.encoded(secret);
      byte[] bytes = pair.getBytes(StandardCharsets.US_ASCII);
      headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    @Override
    public String method() {
      return "client_secret_basic";
    }
  }

  /** client_secret_post. */
  record Form(String client, String secret) implements ClientAuthentication {
    @Override
    public void addTo(Map<String, String> headers, Map<String, String> form) {
      form.put("client_id", client);
      form.put("client_secret", secret);
    }

    @Override
    public String method() {
      return "client_secret_post";
    }
  }

  /** private_key_jwt, with an assertion of its own for each request. */
  record Assertion(String client, SigningKey key, String audience) implements ClientAuthentication {
    @Override
    public void addTo(Map<String, String> headers, Map<String, String> form) {
      ObjectNode claims =
          ClientAssertion.claims(client, audience, UUID.randomUUID().toString(), Instant.now());
      form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
      form.put("client_assertion", key.sign("JWT", claims));
    }

    @Override
    public String method() {
      return "private_key_jwt " + key.publicHalf().algorithm();
    }
  }
}
