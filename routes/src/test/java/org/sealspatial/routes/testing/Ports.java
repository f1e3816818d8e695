/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback address for what a test starts. Each is this JVM's own until it ends: it
 * lies below those that outgoing connections take, and a lock on a file of its name keeps other
 * test runs on the machine off it.
 */
public final class Ports {
  private static final Path LOCKS =
      Path.of(System.getProperty("java.io.tmpdir"), "seal-test-ports");

  private Ports() {}

  /** A port that nobody listens on and no other test will be given. */
  public static int free() {
    try {
      Files.createDirectories(LOCKS);
      while (true) {
        int candidate = ThreadLocalRandom.current().nextInt(20_000, 30_000);
        if (mine(candidate) && unused(candidate)) {
          return candidate;
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("no port is free", failure);
    }
  }

  // The channel stays open: with it the lock would go.
  @SuppressWarnings("resource")
  private static boolean mine(int port) throws IOException {
    FileChannel file =
        FileChannel.open(
            LOCKS.resolve(Integer.toString(port)),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      if (file.tryLock() != null) {
        return true;
      }
    } catch (OverlappingFileLockException givenBefore) {
      // closing another channel of the file would drop our own lock on some systems
      return false;
    }
    file.close();
    return false;
  }

  private static boolean unused(int port) throws IOException {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort() == port;
    } catch (BindException taken) {
      return false;
    }
  }
}
