/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

/** Closes what was started before the rest failed. */
final class HalfStarted {
  private HalfStarted() {}

  /** Closes them in this order, null left out; why it failed is still what is told. */
  static void close(Exception why, AutoCloseable... parts) {
    for (AutoCloseable part : parts) {
      try {
        if (part != null) {
          part.close();
        }
      } catch (Exception e) { // the others are closed all the same
        why.addSuppressed(e);
      }
    }
  }
}
