/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds a command until SIGTERM or SIGINT, and closes what it runs before the process is gone. */
public final class UntilStopped implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UntilStopped.class);

  private Thread hook;

  /** Names what the signal must close; it is closed once, there or by its own try block. */
  public void beforeExit(AutoCloseable running) {
    hook = new Thread(() -> closeOnSignal(running), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void closeOnSignal(AutoCloseable running) {
    try {
      running.close();
    } catch (Exception e) { // the process ends all the same: nobody is left to catch it
      LOG.warn("stopped with an error", e);
    }
  }

  /** Waits for the loss of a role, for some time. */
  public interface Loss {
    /** Whether it came. */
    boolean await(Duration patience) throws InterruptedException;
  }

  /** The signal ends the process; this returns only when a role was lost for good. */
  public int unlessLost(Loss loss) throws InterruptedException {
    while (!loss.await(Duration.ofHours(1))) {
      LOG.debug("runs");
    }
    return ExitCode.CONFLICT;
  }

  /** The command ended by itself: no signal needs to be awaited any more. */
  @Override
  public void close() {
    try {
      if (hook != null) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    } catch (IllegalStateException e) {
      LOG.debug("already stopping");
    }
  }
}
