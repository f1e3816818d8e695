/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** Programs of this machine that a test talks to. */
public final class Programs {
  private Programs() {}

  /** Goes on where the program is there; else the test is skipped, and says so on the console. */
  public static void require(String program, String test) throws InterruptedException {
    boolean there = starts(program);
    if (!there) {
      System.err.println("SKIPPED " + test + ": no " + program + " on the path");
    }
    assumeTrue(there, "no " + program + " on the path");
  }

  private static boolean starts(String program) throws InterruptedException {
    try {
      new ProcessBuilder(program, "--version")
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start()
          .waitFor();
      return true;
    } catch (IOException notFound) {
      return false;
    }
  }
}
