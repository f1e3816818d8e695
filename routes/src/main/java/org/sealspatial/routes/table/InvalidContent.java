/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.util.List;
import java.util.stream.Collectors;

/** A content that does not have its form; holds every problem, not only the first. */
public final class InvalidContent extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** With every problem. */
  public InvalidContent(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** All that is wrong, at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
