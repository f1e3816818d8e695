/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.kill;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.sealspatial.routes.SealApplication;
import org.sealspatial.routes.testing.ChildJvm;
import org.sealspatial.routes.testing.Ports;

/** The process of one role: always the same instance, however often it is started. */
final class RoleProcess implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(4);

  private final KillWorld world;
  private final String role;
  private final Path log;
  private Process process;
  private int port;

  RoleProcess(KillWorld world, String role) throws IOException {
    this.world = world;
    this.role = role;
    this.log = world.log(role);
  }

  String role() {
    return role;
  }

  /** Does not wait. */
  void start() throws IOException {
    port = Ports.free();
    process =
        ChildJvm.start(
            ProcessBuilder.Redirect.appendTo(log.toFile()),
            List.of("-Xmx160m"),
            SealApplication.class.getName(),
            world.commandLine(role, port).toArray(String[]::new));
  }

  /** Returns when it says that it serves. */
  void awaitReady() {
    await(role + " is ready, see " + log)
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .until(this::ready);
  }

  private boolean ready() {
    if (!process.isAlive()) {
      throw new IllegalStateException(role + " ended by itself, see " + log);
    }
    try {
      URI ready = URI.create("http://127.0.0.1:" + port + "/health/ready");
      var connection = (HttpURLConnection) ready.toURL().openConnection();
      connection.setReadTimeout(10_000);
      return connection.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** SIGKILL; returns the time when it is gone: whatever it did, it did before. */
  Instant kill() {
    ChildJvm.kill(process);
    return Instant.now();
  }

  @Override
  public void close() {
    if (process != null) {
      ChildJvm.kill(process);
    }
  }
}
