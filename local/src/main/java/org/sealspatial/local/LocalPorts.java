/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

/**
 * Where everything listens on the loopback address; 0: any free port.
 *
 * @param broker of Kafka
 * @param gateway of the HTTP interface
 * @param management of health and metrics
 */
public record LocalPorts(int broker, int gateway, int management) {
  /** Ports nobody has to know beforehand. */
  public static LocalPorts anyFree() {
    return new LocalPorts(0, 0, 0);
  }
}
