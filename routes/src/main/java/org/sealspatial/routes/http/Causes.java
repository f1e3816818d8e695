/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.util.Arrays;
import java.util.Optional;
import org.sealspatial.schemas.FailureCause;

/** Reads the cause of a processor's failure; the processor has already chosen the public one. */
final class Causes {
  private Causes() {}

  /** The cause of that name; empty where a newer processor knows more causes than this gateway. */
  static Optional<FailureCause> named(String name) {
    return Arrays.stream(FailureCause.values()).filter(c -> c.name().equals(name)).findFirst();
  }
}
