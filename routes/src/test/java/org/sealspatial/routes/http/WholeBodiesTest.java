/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WholeBodiesTest {
  private static final int MOST = 8;

  private final Server server = new Server();
  private final LocalConnector connector = new LocalConnector(server);
  private final List<String> bodies = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    var whole = new WholeBodies(MOST);
    whole.setHandler(
        new Handler.Abstract.NonBlocking() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            byte[] body = ((WholeBodies.Whole) request).body();
            bodies.add(new String(body, StandardCharsets.US_ASCII));
            callback.succeeded();
            return true;
          }
        });
    server.addConnector(connector);
    server.setHandler(whole);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void a_body_in_pieces_goes_on_once_and_whole() throws Exception {
    String answer = send("Content-Length: 8\r\n\r\n", "abc", "de", "fgh");

    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertEquals(List.of("abcdefgh"), bodies, "what the next handler was given");
  }

  @Test
  void no_body_goes_on_as_an_empty_one() throws Exception {
    String answer = send("\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertEquals(List.of(""), bodies, "what the next handler was given");
  }

  @Test
  void too_long_a_body_is_refused_before_it_is_sent() throws Exception {
    String answer = send("Content-Length: 9\r\n\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
    assertEquals(List.of(), bodies, "what the next handler was given");
  }

  @Test
  void too_long_a_body_of_unknown_length_is_refused() throws Exception {
    String answer =
        send("Transfer-Encoding: chunked\r\n\r\n", "5\r\nabcde\r\n", "4\r\nfghi\r\n0\r\n\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
    assertEquals(List.of(), bodies, "what the next handler was given");
  }

  private String send(String head, String... pieces) throws Exception {
    try (LocalConnector.LocalEndPoint caller = connector.connect()) {
      caller.addInputAndExecute("POST / HTTP/1.1\r\nHost: x\r\n" + head);
      for (String piece : pieces) {
        caller.addInputAndExecute(piece);
      }
      return caller.getResponse(false, 10, TimeUnit.SECONDS);
    }
  }
}
