/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.sealspatial.routes.SealApplication;

/** A role of the product as an operator runs it. */
public final class Role {
  private static final Duration START = Duration.ofMinutes(15); // with millions of entries

  private final ChildProcess process;
  private final int port;

  private Role(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one and returns when it says that it serves.
   *
   * @param commandLine for a management port
   */
  public static ChildProcess start(
      String name, Path log, List<String> options, IntFunction<List<String>> commandLine)
      throws InterruptedException {
    int port = Ports.free();
    ChildProcess process =
        ChildProcess.start(
            name, log, options, SealApplication.class.getName(), commandLine.apply(port));
    awaitReady(process, port);
    return process;
  }

  /** Returns when the role with this management port serves. */
  public static void awaitReady(ChildProcess process, int port) throws InterruptedException {
    new Role(process, port).awaitReady();
  }

  private void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!ready()) {
      process.check();
      if (System.nanoTime() > deadline) {
        process.close();
        throw new IllegalStateException(process.name() + " does not get ready");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private boolean ready() {
    try {
      URI health = URI.create("http://127.0.0.1:" + port + "/health/ready");
      var connection = (HttpURLConnection) health.toURL().openConnection();
      connection.setReadTimeout(10_000);
      boolean ready = connection.getResponseCode() == 200;
      connection.disconnect(); // or the role would hold one more for each time it was asked
      return ready;
    } catch (IOException notYet) {
      return false;
    }
  }
}
