/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.schemas.v1.SpatialRequestBody;
import org.sealspatial.schemas.v1.SpatialResponse;

/** What becomes of a request whose answer is late, lost, wrong, or has no room to wait. */
@Tag("concurrent")
@Timeout(120)
class GatewayWaitIT {
  private static final int ROOM = 20;
  private static Broker broker;
  private static int prefixes;
  private Processors processors;
  private GatewayUnderTest gateway;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = new Broker();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void start() throws Exception {
    String prefix = "wait" + prefixes++;
    broker.topics(prefix);
    processors = new Processors(broker, prefix);
    gateway = new GatewayUnderTest(broker, prefix, Duration.ofSeconds(3), ROOM);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    processors.close();
  }

  private static JsonNode json(HttpResponse<String> response) {
    return StrictJson.object(response.body()).orElseThrow();
  }

  private static SpatialResponse.Builder answer(SpatialRequestBody body) {
    return Processors.spatial(body).setContent("{\"found\":true}");
  }

  @Test
  void says_that_the_outcome_is_unknown_and_how_to_learn_it() throws Exception {
    processors.lm = body -> List.of();
    processors.sim = body -> List.of();

    var map = gateway.sendAsync(gateway.map().header("Idempotency-Key", "lost-1"));
    HttpResponse<String> token = gateway.send(gateway.token().header("Idempotency-Key", "lost-2"));

    assertEquals(504, map.get().statusCode());
    assertEquals("OUTCOME_UNKNOWN", json(map.get()).get("cause").textValue());
    assertEquals("urn:seal:request:lost-1", json(map.get()).get("instance").textValue());
    assertEquals("1", map.get().headers().firstValue("Retry-After").orElseThrow());
    assertEquals(504, token.statusCode());
    assertEquals("temporarily_unavailable", json(token).get("error").textValue());
    assertEquals("lost-2", json(token).get("request_id").textValue());
    assertEquals("1", token.headers().firstValue("Retry-After").orElseThrow());
    assertEquals(2, gateway.count("seal.gateway.timeouts"));
    assertEquals(0, gateway.refusals("OUTCOME_UNKNOWN")); // it has an offset: the audit has it
  }

  @Test
  void waits_as_long_as_preferred_within_bounds() throws Exception {
    processors.lm = body -> List.of();
    long begin = System.nanoTime();

    HttpResponse<String> shorter = gateway.send(gateway.map().header("Prefer", "wait=1"));
    long waited = Duration.ofNanos(System.nanoTime() - begin).toMillis();

    assertEquals(504, shorter.statusCode());
    assertEquals("wait=1", shorter.headers().firstValue("Preference-Applied").orElse("none"));
    assertTrue(waited >= 1000 && waited < 3000, "waited " + waited + " ms");
    SpatialRequestBody body = Processors.body(processors.spatialRequests.get(0));
    assertTrue(
        body.getDeadline().isBefore(java.time.Instant.now()), "the deadline follows the wait");
  }

  @Test
  void delivers_only_what_matches_in_correlation_id_client_and_digest() throws Exception {
    processors.lm =
        body ->
            List.of(
                answer(body).setContent("{\"wrong\":1}").setCorrelationId("x").build(),
                answer(body).setContent("{\"wrong\":2}").setCorrelationId(null).build(),
                answer(body).setContent("{\"wrong\":3}").setClientId("other").build(),
                answer(body)
                    .setContent("{\"wrong\":4}")
                    .setBodyDigest(ByteBuffer.wrap(new byte[32]))
                    .build(),
                answer(body).build(),
                answer(body).setContent("{\"wrong\":5}").build());

    HttpResponse<String> response = gateway.send(gateway.map());

    assertEquals("{\"found\":true}", response.body());
    assertEquals(2, gateway.count("seal.gateway.replies.mismatched"));
    await().until(() -> gateway.count("seal.gateway.replies.unmatched") == 3);
  }

  @Test
  void counts_and_drops_a_late_answer_and_one_nobody_can_read() throws Exception {
    processors.lm = body -> List.of();
    HttpResponse<String> response = gateway.send(gateway.map().header("Prefer", "wait=1"));
    SpatialRequestBody body = Processors.body(processors.spatialRequests.get(0));

    processors.reply(body.getReplyPartition(), answer(body).build());
    processors.reply(
        body.getReplyPartition(), new org.sealspatial.schemas.v1.TableRecord("not an answer"));

    assertEquals(504, response.statusCode());
    await().until(() -> gateway.count("seal.gateway.replies.late") == 1);
    await().until(() -> gateway.count("seal.gateway.replies.unreadable") == 1);
    assertEquals(0, gateway.count("seal.gateway.replies.unmatched"));
  }

  @Test
  void refuses_what_has_no_room_to_wait_and_takes_more_when_there_is() throws Exception {
    processors.lm = body -> List.of();
    var waiting = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < ROOM; i++) {
      waiting.add(gateway.sendAsync(gateway.map()));
    }
    await().until(() -> gateway.rpc.inFlight() == ROOM);

    HttpResponse<String> refused = gateway.send(gateway.map());

    assertEquals(503, refused.statusCode());
    assertEquals("BACKPRESSURE", json(refused).get("cause").textValue());
    assertEquals("1", refused.headers().firstValue("Retry-After").orElseThrow());
    for (var response : waiting) {
      assertEquals(504, response.get().statusCode());
    }
    processors.lm = body -> List.of(answer(body).build());
    assertEquals(200, gateway.send(gateway.map()).statusCode());
    assertEquals(0, gateway.rpc.inFlight());
    assertEquals(1, gateway.refusals("BACKPRESSURE"));
  }
}
