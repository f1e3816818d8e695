/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

/** A transaction ended in a way nobody here knows; only a new producer and consumer will tell. */
final class SeatLost extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SeatLost(String message, Throwable cause) {
    super(message, cause);
  }
}
