/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealspatial.routes.testing.Ports;

class ManagementRouteTest {
  private final Readiness readiness = new Readiness();
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port = Ports.free();

  @BeforeEach
  void start() throws Exception {
    new ManagementRoute(ManagementSettings.onLoopback(port), readiness, Metrics.registry())
        .addTo(camel);
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void is_live_once_it_runs() throws Exception {
    HttpResponse<String> response = send("GET", "/health/live");

    assertEquals(200, response.statusCode());
    assertTrue(response.body().startsWith("{\"status\":\"UP\",\"checks\":["), response.body());
  }

  @Test
  void is_ready_when_every_check_holds() throws Exception {
    readiness.add("tables", () -> true);
    assertEquals(200, send("GET", "/health/ready").statusCode());

    readiness.add("replies", () -> false);
    readiness.add(
        "broken",
        () -> {
          throw new IllegalStateException("secret");
        });
    HttpResponse<String> response = send("GET", "/health/ready");

    assertEquals(503, response.statusCode());
    assertTrue(response.body().contains("{\"name\":\"tables\",\"status\":\"UP\"}"));
    assertTrue(response.body().contains("{\"name\":\"replies\",\"status\":\"DOWN\"}"));
    assertTrue(response.body().contains("{\"name\":\"broken\",\"status\":\"DOWN\"}"));
    assertTrue(!response.body().contains("secret"));
    assertEquals(200, send("GET", "/health/live").statusCode());
  }

  @Test
  void shows_metrics_of_the_process() throws Exception {
    HttpResponse<String> response = send("GET", "/metrics");

    assertEquals(200, response.statusCode());
    assertTrue(response.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"));
    assertTrue(response.body().contains("jvm_memory_used_bytes{"));
    assertTrue(response.body().contains("process_cpu_usage"));
  }

  @Test
  void knows_nothing_else() throws Exception {
    assertEquals(404, send("GET", "/").statusCode());
    assertEquals(404, send("GET", "/metrics/").statusCode());
    HttpResponse<String> post = send("POST", "/metrics");
    assertEquals(405, post.statusCode());
    assertEquals("GET", post.headers().firstValue("Allow").orElseThrow());
  }
}
