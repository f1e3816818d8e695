/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.routes.testing.Ports;
import org.sealspatial.schemas.FailureCause;

/** What a caller is told where a route gives no answer. */
class DoorTest {
  private final int port = Ports.free();

  private HttpResponse<String> answer(Processor route) throws Exception {
    var door =
        new StrictJetty(
            GatewaySettings.Limits.DEFAULT,
            cause -> {},
            failed -> {
              throw new IllegalStateException("secret");
            },
            Optional.empty());
    try (var camel = new DefaultCamelContext()) {
      camel.addComponent("door", door);
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              errorHandler(noErrorHandler());
              from(StrictJetty.everything("door", "127.0.0.1", port)).process(route);
            }
          });
      camel.start();
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                  .timeout(Duration.ofSeconds(30))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
    }
  }

  private static void assertGatewayFault(HttpResponse<String> answer) {
    assertEquals(FailureCause.GATEWAY_FAULT.httpStatus(), answer.statusCode());
    assertTrue(answer.body().contains("GATEWAY_FAULT"), answer.body());
    assertTrue(!answer.body().contains("secret"), answer.body());
  }

  /** Fails at once, or on another thread once the caller's has gone on. */
  private static final class Failing extends AsyncProcessorSupport {
    private final boolean later;

    Failing(boolean later) {
      this.later = later;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      exchange.setException(new IllegalStateException("secret"));
      if (later) {
        CompletableFuture.runAsync(() -> callback.done(false));
      } else {
        callback.done(true);
      }
      return !later;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_caller_is_told_something_even_where_the_telling_of_a_failure_fails(boolean later)
      throws Exception {
    assertGatewayFault(answer(new Failing(later)));
  }

  @Test
  void nothing_of_a_body_that_is_no_answer_goes_out() throws Exception {
    assertGatewayFault(answer(exchange -> exchange.getMessage().setBody("secret")));
  }
}
