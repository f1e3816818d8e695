/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address. */
final class FreePort {
  private FreePort() {}

  /**
   * One that is free, below those that outgoing connections take, so that nobody takes it
   * meanwhile.
   */
  static int any() {
    while (true) {
      try (ServerSocket socket = bound(ThreadLocalRandom.current().nextInt(20_000, 30_000))) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        continue;
      } catch (IOException e) {
        throw new UncheckedIOException("no port is free", e);
      }
    }
  }

  /**
   * The port itself, or any free one for 0.
   *
   * @throws IllegalStateException when it is taken; the message says how to choose another
   */
  static int orTaken(int port, String flag) {
    if (port == 0) {
      return any();
    }
    try (ServerSocket socket = bound(port)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(
          "port " + port + " is taken; choose another with " + flag + "=PORT", e);
    }
  }

  private static ServerSocket bound(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }
}
