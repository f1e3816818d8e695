/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.demo;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints what happens and keeps what deviates from what must happen. */
final class Stage {
  private final PrintWriter out;
  private final List<String> deviations = new ArrayList<>();

  Stage(PrintWriter out) {
    this.out = out;
  }

  void scene(String title) {
    out.printf("%n%s%n%s%n", title, "-".repeat(title.length()));
    out.flush();
  }

  void says(String from, String to, String what) {
    out.printf("  %-9s -> %-9s %s%n", from, to, what);
    out.flush();
  }

  void shows(String text) {
    text.lines().forEach(line -> out.printf("                         %s%n", line));
    out.flush();
  }

  void expect(String what, Object expected, Object found) {
    boolean same = expected.equals(found);
    out.printf("  %s %s: %s%n", same ? "ok " : "NOT", what, found);
    out.flush();
    if (!same) {
      deviations.add(what + ": expected " + expected + ", found " + found);
    }
  }

  List<String> deviations() {
    return deviations;
  }

  /** A token or proof as it may be shown: its length, and enough to tell two apart. */
  static String hidden(String credential) {
    return credential.substring(0, Math.min(10, credential.length()))
        + "... ("
        + credential.length()
        + " characters)";
  }

  static String shortened(String json) {
    return json.length() <= 400 ? json : json.substring(0, 400) + " ...";
  }
}
