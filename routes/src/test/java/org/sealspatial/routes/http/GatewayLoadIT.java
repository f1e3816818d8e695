/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.SpatialResponse;

/** Thousands wait at once; none of them holds a thread. */
@Tag("concurrent")
class GatewayLoadIT {
  private static final int CALLERS = 3000;
  private static final String PREFIX = "load";

  @Test
  void lets_three_thousand_wait_without_growing_threads() throws Exception {
    try (var broker = new Broker()) {
      broker.topics(PREFIX);
      var go = new CountDownLatch(1);
      try (var processors = new Processors(broker, PREFIX);
          var gateway = new GatewayUnderTest(broker, PREFIX, Duration.ofSeconds(60), CALLERS)) {
        processors.lm = body -> held(body, go);
        assertEquals(0, gateway.rpc.inFlight());
        int threads = Thread.activeCount();
        var sockets = new ArrayList<Socket>();
        try {
          for (int i = 0; i < CALLERS; i++) {
            sockets.add(ask(gateway.port));
          }
          await().atMost(Duration.ofSeconds(60)).until(() -> gateway.rpc.inFlight() == CALLERS);
          int more = Thread.activeCount() - threads;
          assertTrue(more <= 40, more + " threads more"); // the HTTP pool's bound is 32

          go.countDown();
          for (Socket socket : sockets) {
            assertEquals("HTTP/1.1 200 OK", statusLine(socket));
          }
          assertEquals(0, gateway.rpc.inFlight());
        } finally {
          for (Socket socket : sockets) {
            socket.close();
          }
        }
      }
    }
  }

  private static List<SpatialResponse> held(SpatialRequestBody body, CountDownLatch go) {
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.of(Processors.map(body));
  }

  private static Socket ask(int port) throws IOException {
    var socket = new Socket("127.0.0.1", port);
    socket
        .getOutputStream()
        .write(
            ("GET /ssan-disc/v1/spatial-anchors HTTP/1.1\r\nHost: x\r\nAuthorization: DPoP "
                    + GatewayUnderTest.TOKEN
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String statusLine(Socket socket) throws IOException {
    socket.setSoTimeout(30_000);
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }
}
