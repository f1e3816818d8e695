/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sealspatial.bench.Plan;
import org.sealspatial.bench.measure.Noise;

/**
 * What the rows of one invocation have in common: the plan, the noise, what was measured for
 * several.
 */
final class Shared {
  private final Plan plan;
  private final Set<String> wanted;
  private final Map<String, Object> measured = new HashMap<>();
  private final Map<Double, Noise> noise = new HashMap<>();

  /** With the plan of the headline rows, and the ids of all rows that will be asked for. */
  Shared(Plan plan, Set<String> wanted) {
    this.plan = plan;
    this.wanted = Set.copyOf(wanted);
  }

  private record Failure(Exception cause) {}

  Plan plan() {
    return plan;
  }

  boolean wants(String id) {
    return wanted.contains(id);
  }

  /** Measures what several rows look at when the first of them asks; a failure is theirs, too. */
  @SuppressWarnings("unchecked")
  <T> T once(String name, Callable<T> measure) throws Exception {
    if (!measured.containsKey(name)) {
      measured.put(name, attempt(measure));
    }
    if (measured.get(name) instanceof Failure failure) {
      throw failure.cause();
    }
    return (T) measured.get(name);
  }

  private static Object attempt(Callable<?> measure) {
    try {
      return measure.call();
    } catch (Exception e) { // kept for everybody who asks
      return new Failure(e);
    }
  }

  /** What a process against itself gave in bursts of this length. */
  void noise(double seconds, Noise seen) {
    noise.put(seconds, seen);
  }

  Noise noise(double seconds) {
    return noise.getOrDefault(seconds, Noise.UNKNOWN);
  }
}
