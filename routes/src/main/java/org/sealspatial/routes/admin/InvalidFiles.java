/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.util.List;

/** Files that do not say what they must; holds every problem as {@code file:line: text}. */
public final class InvalidFiles extends AdminFailure {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  InvalidFiles(List<String> problems) {
    super(String.join("\n", problems) + "\nnothing was applied", null);
    this.problems = List.copyOf(problems);
  }

  /** One line each. */
  public List<String> problems() {
    return problems;
  }
}
