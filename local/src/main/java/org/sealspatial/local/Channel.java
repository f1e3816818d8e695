/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

/** How the gateway of one machine speaks, unless its settings say so themselves. */
public enum Channel {
  /** TLS with a certificate of the local CA. */
  TLS,
  /** Plain HTTP: whoever is on the way reads and steals tokens. */
  PLAIN;

  /** What {@code --insecure} asks for. */
  public static Channel insecure(boolean asked) {
    return asked ? PLAIN : TLS;
  }
}
