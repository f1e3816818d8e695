/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

/** One line of the table. A class each; {@link Rows} lists them. */
public interface Row {
  /** Short and stable, such as {@code issue}. */
  String id();

  /** The command that selects it, such as {@code scale}. */
  String group();

  /** What is measured, in a few words. */
  String what();

  /** Whether its bursts have the full length; those of the others are shorter, so that all fit. */
  default boolean headline() {
    return false;
  }

  /** Whether its verdict needs an A/A run with bursts of its length. */
  default boolean judgedByNoise() {
    return true;
  }

  /**
   * Measures it; starts what it needs and leaves nothing running. Rows that share processes are
   * measured together when the first of them is asked.
   */
  Result measure(Run run) throws Exception;
}
