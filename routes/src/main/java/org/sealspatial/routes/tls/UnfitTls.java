/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.tls;

/** Files that make no TLS server; the message is one line, names the file and holds no secret. */
public final class UnfitTls extends Exception {
  private static final long serialVersionUID = 1L;

  UnfitTls(String message) {
    super(message);
  }
}
