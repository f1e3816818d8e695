/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.net.URI;
import java.time.Duration;

/**
 * Where a gateway listens and what it says of itself.
 *
 * @param host address to bind, such as 127.0.0.1
 * @param port TCP port
 * @param publicUrl how callers reach the gateway, without a slash at the end; every URL and every
 *     DPoP {@code htu} comes from here, never from Host or X-Forwarded headers
 * @param issuer the identifier of SIM-S (RFC 8414 section 2)
 * @param limits bounds
 */
public record GatewaySettings(
    String host, int port, String publicUrl, String issuer, Limits limits) {

  /**
   * Bounds of one gateway.
   *
   * @param threads most threads of the HTTP server; waiting requests hold none
   * @param maxBodyBytes longest request body
   * @param patience how long a caller waits for an answer unless it prefers otherwise
   * @param maxPatience longest wait a caller may prefer (RFC 7240 wait)
   * @param idle a connection without a byte for so long is closed
   */
  public record Limits(
      int threads, int maxBodyBytes, Duration patience, Duration maxPatience, Duration idle) {
    /** Bounds for one machine. */
    public static final Limits DEFAULT =
        new Limits(
            32, 65_536, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(20));

    /** Checks the bounds. */
    public Limits {
      // Jetty's acceptors and selectors come out of the same pool.
      require(threads >= 8, "threads must be at least 8");
      require(maxBodyBytes > 0, "maxBodyBytes must be positive");
      require(patience.toSeconds() >= 1, "patience must be at least one second");
      require(maxPatience.compareTo(patience) >= 0, "maxPatience must not be under patience");
    }
  }

  /** Checks the URLs. */
  public GatewaySettings {
    URI url = URI.create(publicUrl);
    require(url.getScheme() != null && url.getHost() != null, "publicUrl must be absolute");
    require(
        !publicUrl.endsWith("/") && url.getRawQuery() == null && url.getRawFragment() == null,
        "publicUrl must end without slash, query and fragment");
    require(!issuer.isBlank(), "issuer must not be blank");
  }

  /** The public URL of a path of this gateway. */
  String publicUrl(String path) {
    return publicUrl + path;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
