/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import java.util.List;

/** The table, line by line. A new row is one class and one line here. */
public final class Rows {
  private Rows() {}

  /** All, in the order they are measured: first the noise that the others are judged by. */
  public static List<Row> all() {
    return List.of(
        new NoiseRow(),
        new CeilingRow(Kind.ISSUE, "token issued over Kafka", 1.15),
        new CeilingRow(Kind.VALIDATE, "map provided, token first seen", 1.12),
        new CeilingRow(Kind.VALIDATE_CACHED, "map provided, token seen before", 1.30));
  }
}
