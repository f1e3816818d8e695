/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Ports of the loopback address. */
public final class Ports {
  private Ports() {}

  /** A free one, below those that outgoing connections take, so that nobody takes it meanwhile. */
  public static int free() {
    while (true) {
      int candidate = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try (var socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        continue;
      } catch (IOException e) {
        throw new UncheckedIOException("no port is free", e);
      }
    }
  }

  /** Returns when something listens on it. */
  public static void await(int port, Runnable check) throws InterruptedException {
    while (true) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        check.run();
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }
}
