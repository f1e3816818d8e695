/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.util.List;

/** All that one consumed record ends in; committed with its offset. */
public record Answer(List<Outbound> outputs) {

  /** Copies the list. */
  public Answer {
    outputs = List.copyOf(outputs);
  }

  /** An answer of these records. */
  public static Answer of(Outbound... outputs) {
    return new Answer(List.of(outputs));
  }

  long size() {
    long total = 0;
    for (Outbound output : outputs) {
      total += output.size();
    }
    return total;
  }
}
