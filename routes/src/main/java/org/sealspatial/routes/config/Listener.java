/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

/**
 * Where something listens.
 *
 * @param host name or address
 * @param port 0: any free one
 */
public record Listener(String host, Integer port) {
  /** Where health and metrics listen; throws {@link InvalidConfig}. */
  public static Listener management(Settings settings) {
    Listener management = from(settings, Key.MANAGEMENT_HOST, Key.MANAGEMENT_PORT);
    settings.raise();
    return management;
  }

  static Listener from(Settings settings, Key hostKey, Key portKey) {
    String host = settings.read(hostKey, Parse::text);
    Integer port = settings.read(portKey, Parse::number);
    return settings.build(
        () -> {
          new Checks()
              .matches(hostKey, host, "[A-Za-z0-9.:-]+")
              .between(portKey, port, 0, 65535)
              .raise();
          return new Listener(host, port);
        });
  }

  /** Whether only this machine reaches it; a name other than localhost is not looked up. */
  boolean onLoopback() {
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
  }

  /** As in a URL: an IPv6 address stands in brackets. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
