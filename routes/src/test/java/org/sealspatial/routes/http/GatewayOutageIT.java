/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sealspatial.jose.StrictJson;

/** A gateway whose broker goes away and comes back. */
@Timeout(120)
class GatewayOutageIT {
  private static final String PREFIX = "outage";

  private static String cause(HttpResponse<String> response) {
    return StrictJson.object(response.body()).orElseThrow().get("cause").textValue();
  }

  @Test
  void fails_closed_while_kafka_is_gone_and_recovers_by_itself() throws Exception {
    try (var broker = new Broker()) {
      broker.topics(PREFIX);
      try (var processors = new Processors(broker, PREFIX);
          var gateway = new GatewayUnderTest(broker, PREFIX, Duration.ofSeconds(3), 50)) {
        assertEquals(200, gateway.send(gateway.map()).statusCode());

        broker.stop();
        HttpResponse<String> first = gateway.send(gateway.map());
        long begin = System.nanoTime();
        HttpResponse<String> second = gateway.send(gateway.token());
        HttpResponse<String> third = gateway.send(gateway.map());
        Duration twoMore = Duration.ofNanos(System.nanoTime() - begin);

        assertEquals(503, first.statusCode());
        assertEquals("AUDIT_UNAVAILABLE", cause(first));
        assertEquals("1", first.headers().firstValue("Retry-After").orElseThrow());
        assertEquals("AUDIT_UNAVAILABLE", cause(second));
        assertEquals("AUDIT_UNAVAILABLE", cause(third));
        assertFalse(gateway.rpc.available());
        // One of the two may be the probe; the other must not have queued behind it.
        assertTrue(twoMore.compareTo(Duration.ofSeconds(6)) < 0, "took " + twoMore);

        broker.start();
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> gateway.send(gateway.map()).statusCode() == 200);
        assertTrue(gateway.rpc.available());
        assertEquals(0, gateway.rpc.inFlight());
        long refused = (long) gateway.refusals("AUDIT_UNAVAILABLE");
        assertTrue(refused >= 3);
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(
                () ->
                    assertEquals(
                        refused, Topics.refusals(broker, PREFIX).get("AUDIT_UNAVAILABLE")));
      }
    }
  }
}
