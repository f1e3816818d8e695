/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.jose;

/** A key that the key policy refuses. The message never holds key material. */
public final class UnfitKey extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with the key. */
  public UnfitKey(String reason) {
    super(reason);
  }
}
