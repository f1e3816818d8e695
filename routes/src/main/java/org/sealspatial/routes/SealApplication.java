/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes;

import org.sealspatial.routes.cli.SealCommand;

/** The program: one command line, see {@link SealCommand}. */
public final class SealApplication {
  private SealApplication() {}

  /** Exits with the code of the command. */
  public static void main(String[] args) {
    System.exit(SealCommand.commandLine().execute(args));
  }
}
