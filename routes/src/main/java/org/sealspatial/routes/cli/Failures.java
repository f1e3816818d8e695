/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import org.sealspatial.routes.admin.AdminFailure;
import org.sealspatial.routes.admin.InvalidFiles;
import org.sealspatial.routes.config.FolderLock;
import org.sealspatial.routes.config.InvalidConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What went wrong, as a line for people and a number for scripts. */
final class Failures implements IExecutionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    command.getErr().println("seal: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
    LOG.debug("{} failed", command.getCommandName(), e);
    return exitCode(e);
  }

  private static int exitCode(Exception e) {
    if (e instanceof InvalidConfig || e instanceof InvalidFiles) {
      return ExitCode.USAGE;
    }
    if (e instanceof AdminFailure.BrokerAway) {
      return ExitCode.UNAVAILABLE;
    }
    return e instanceof FolderLock.Taken ? ExitCode.CONFLICT : ExitCode.FAILED;
  }
}
