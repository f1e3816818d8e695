/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.domain;

import java.util.List;

/**
 * A list of identities: exact ones, prefixes that end in {@code *}, or {@code *} for all.
 *
 * @param patterns what is listed; an empty list matches nothing
 */
public record Names(List<String> patterns) {
  /** Everybody. */
  public static final Names ANY = new Names(List.of("*"));

  public Names {
    patterns = List.copyOf(patterns);
  }

  /** Whether the identity is listed. */
  public boolean include(String identity) {
    for (String pattern : patterns) {
      boolean prefix = pattern.endsWith("*");
      if (prefix
          ? identity.startsWith(pattern.substring(0, pattern.length() - 1))
          : identity.equals(pattern)) {
        return true;
      }
    }
    return false;
  }
}
