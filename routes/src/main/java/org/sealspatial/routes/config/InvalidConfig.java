/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration has problems; holds all of them, not only the first. */
public final class InvalidConfig extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** One setting and what is wrong with it; never holds a secret. */
  public record Problem(String name, String text) {
    @Override
    public String toString() {
      return name + " " + text;
    }
  }

  InvalidConfig(List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> "  " + problem)
            .collect(Collectors.joining("\n", "configuration is not valid:\n", "")));
    this.problems = List.copyOf(problems);
  }

  /** All problems, in the order of {@link Key}. */
  public List<Problem> problems() {
    return problems;
  }
}
