/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

/** How gateway and broker of one machine speak, unless the settings say so themselves. */
public enum Channel {
  /** TLS with a certificate of the local CA. */
  TLS,
  /** Plain HTTP and Kafka: whoever is on the way reads and steals tokens. */
  PLAIN;

  /** What {@code --insecure} asks for. */
  public static Channel insecure(boolean asked) {
    return asked ? PLAIN : TLS;
  }
}
