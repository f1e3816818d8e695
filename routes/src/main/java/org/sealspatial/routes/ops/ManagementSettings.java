/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.ops;

/**
 * Where the management port listens. It asks for no credentials: keep it on loopback or behind a
 * network policy.
 *
 * @param host address to bind
 * @param port TCP port
 */
public record ManagementSettings(String host, int port) {
  /** On loopback. */
  public static ManagementSettings onLoopback(int port) {
    return new ManagementSettings("127.0.0.1", port);
  }
}
