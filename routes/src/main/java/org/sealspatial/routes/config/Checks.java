/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.sealspatial.routes.config.InvalidConfig.Problem;

/** Collects what is wrong with the values of one record; a missing value breaks no rule but one. */
final class Checks {
  private final List<Problem> problems = new ArrayList<>();

  /** The value must be there. */
  Checks required(Key key, Object value, String by) {
    if (value == null) {
      problems.add(new Problem(key.dotted(), "is required by " + by));
    }
    return this;
  }

  /** The value, if there, must lie between the two, both included. */
  <T extends Comparable<T>> Checks between(Key key, T value, T least, T most) {
    boolean outside = value != null && (value.compareTo(least) < 0 || value.compareTo(most) > 0);
    return outside
        ? problem(
            key,
            "must be "
                + Parse.show(least)
                + " to "
                + Parse.show(most)
                + ", not "
                + Parse.show(value))
        : this;
  }

  /** The value, if there, must match. */
  Checks matches(Key key, String value, String pattern) {
    return value == null || value.matches(pattern)
        ? this
        : problem(key, "must match " + pattern + ", not '" + value + "'");
  }

  /** The rule must hold. */
  Checks that(boolean holds, Key key, Supplier<String> text) {
    return holds ? this : problem(key, text.get());
  }

  private Checks problem(Key key, String text) {
    problems.add(new Problem(key.dotted(), text));
    return this;
  }

  /** Throws when anything was wrong. */
  void raise() {
    if (!problems.isEmpty()) {
      throw new InvalidConfig(problems);
    }
  }
}
