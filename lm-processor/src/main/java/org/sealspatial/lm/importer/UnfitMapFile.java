/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.importer;

/** A file that can't become a map; says what is wrong and where. */
public final class UnfitMapFile extends Exception {
  private static final long serialVersionUID = 1L;

  UnfitMapFile(String reason) {
    super(reason);
  }

  UnfitMapFile(String reason, Throwable cause) {
    super(reason, cause);
  }
}
