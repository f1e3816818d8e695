/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The gateway.
 *
 * @param listener where it listens
 * @param issuer the {@code iss} of its metadata
 * @param publicUrl the gateway as clients see it; empty: its host and port
 * @param maxInFlight more requests than that get a 503
 * @param maxWait an answer later than that becomes a 504
 * @param tls empty: plain HTTP
 */
public record GatewayConfig(
    Listener listener,
    URI issuer,
    Optional<URI> publicUrl,
    Integer maxInFlight,
    Duration maxWait,
    Optional<TlsConfig> tls) {

  /** Checks presence and ranges. */
  public GatewayConfig {
    new Checks()
        .required(Key.SIM_ISSUER, issuer, "role gateway")
        .between(Key.GATEWAY_MAX_IN_FLIGHT, maxInFlight, 1, 100_000)
        .between(Key.GATEWAY_WAIT, maxWait, Duration.ofSeconds(1), Duration.ofSeconds(60))
        .raise();
  }

  static GatewayConfig from(Settings settings) {
    Listener listener = Listener.from(settings, Key.GATEWAY_HOST, Key.GATEWAY_PORT);
    URI issuer = settings.read(Key.SIM_ISSUER, Parse::webAddress);
    var url = Optional.ofNullable(settings.read(Key.GATEWAY_PUBLIC_URL, Parse::webAddress));
    Integer most = settings.read(Key.GATEWAY_MAX_IN_FLIGHT, Parse::number);
    Duration maxWait = settings.read(Key.GATEWAY_WAIT, Parse::duration);
    Optional<TlsConfig> tls = TlsConfig.from(settings);
    return settings.build(() -> new GatewayConfig(listener, issuer, url, most, maxWait, tls));
  }

  /** How clients reach it. */
  public String url() {
    String scheme = tls.isPresent() ? "https://" : "http://";
    return publicUrl.map(URI::toString).orElse(scheme + listener);
  }
}
