/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers that send slowly hold neither threads nor connections. */
@Tag("concurrent")
@Timeout(120)
class SlowCallersIT {
  private static final String PREFIX = "slow";
  private static final String HEAD =
      "POST /oauth2/token HTTP/1.1\r\nHost: x\r\n"
          + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n";
  private static Broker broker;
  private static Processors processors;
  private static GatewayUnderTest gateway;

  @BeforeAll
  static void start() throws Exception {
    broker = new Broker();
    broker.topics(PREFIX);
    processors = new Processors(broker, PREFIX);
    gateway =
        new GatewayUnderTest(broker, PREFIX, Duration.ofSeconds(5), 100, Duration.ofSeconds(4));
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    processors.close();
    broker.close();
  }

  private static Socket begin(String text) throws IOException {
    var socket = new Socket("127.0.0.1", gateway.port);
    write(socket, text);
    return socket;
  }

  private static boolean write(Socket socket, String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return true;
    } catch (IOException e) {
      return false; // closed by the gateway
    }
  }

  @Test
  void answers_others_while_two_hundred_bodies_stall() throws Exception {
    List<Socket> stalled = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        stalled.add(begin(HEAD + "\r\ngrant_type="));
      }
      long begin = System.nanoTime();
      HttpResponse<String> response = gateway.send(gateway.map());

      assertEquals(200, response.statusCode());
      long took = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      assertTrue(took < 2000, took + " ms");
    } finally {
      for (Socket socket : stalled) {
        socket.close();
      }
    }
  }

  @Test
  void closes_a_head_and_a_body_that_trickle() throws Exception {
    var timer = Executors.newSingleThreadScheduledExecutor();
    try (Socket head = begin(HEAD + "X-Slow: ");
        Socket body = begin(HEAD + "\r\n")) {
      timer.scheduleAtFixedRate(() -> write(head, "a"), 100, 100, TimeUnit.MILLISECONDS);
      timer.scheduleAtFixedRate(() -> write(body, "a"), 100, 100, TimeUnit.MILLISECONDS);

      await().atMost(Duration.ofSeconds(20)).until(() -> gateway.refusals("REQUEST_TOO_SLOW") >= 2);
      await().atMost(Duration.ofSeconds(10)).until(() -> !write(head, "a") && !write(body, "a"));
    } finally {
      timer.shutdownNow();
    }
  }

  @Test
  void leaves_a_request_alone_that_waits_for_its_answer() throws Exception {
    processors.lm = body -> List.of();
    try {
      HttpResponse<String> response = gateway.send(gateway.map().header("Prefer", "wait=15"));

      assertEquals(504, response.statusCode());
    } finally {
      processors.lm = body -> List.of(Processors.map(body));
    }
  }
}
