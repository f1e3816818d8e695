/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.ops;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * What must hold before this process takes work: named questions that each part of the process
 * answers for itself, such as {@code tables} or {@code replies}.
 */
public final class Readiness {
  private final Map<String, BooleanSupplier> checks = new ConcurrentHashMap<>();

  /** Adds or replaces a check. It must answer at once. */
  public void add(String name, BooleanSupplier check) {
    checks.put(name, check);
  }

  /** Whether every check holds. */
  public boolean ready() {
    return answers().values().stream().allMatch(holds -> holds);
  }

  /** Every check and its answer, by name; a check that throws does not hold. */
  public SortedMap<String, Boolean> answers() {
    var answers = new TreeMap<String, Boolean>();
    checks.forEach((name, check) -> answers.put(name, holds(check)));
    return answers;
  }

  private static boolean holds(BooleanSupplier check) {
    try {
      return check.getAsBoolean();
    } catch (RuntimeException e) { // nobody knows, so it takes no work
      return false;
    }
  }
}
