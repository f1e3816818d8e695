/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench;

import org.sealspatial.bench.process.Quiet;
import picocli.CommandLine;

/** {@code seal bench}. */
public final class BenchMain {
  private BenchMain() {}

  /** Exits with 0 when all rows were measured, whatever their verdict. */
  public static void main(String[] args) {
    Quiet.logs();
    System.exit(new CommandLine(new BenchCommand()).execute(args));
  }
}
