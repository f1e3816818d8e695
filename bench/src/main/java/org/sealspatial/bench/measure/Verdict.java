/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import java.util.Locale;

/** What a row ends in. */
public enum Verdict {
  /** The target holds. */
  MET,
  /** It does not. */
  MISSED,
  /** The machine was too noisy, or the run too short, to say. */
  INCONCLUSIVE,
  /** There is no target: a figure to read. */
  INFO;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
