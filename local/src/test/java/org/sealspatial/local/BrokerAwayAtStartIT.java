/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sealspatial.routes.config.SealConfig;
import org.sealspatial.routes.testing.ChildJvmKafka;
import org.sealspatial.routes.wiring.Wiring;

/** Roles that are started before their broker. */
@Tag("concurrent")
class BrokerAwayAtStartIT {

  @Test
  void roles_wait_for_the_broker_say_that_they_are_not_ready_and_serve_when_it_is_there()
      throws Exception {
    try (var kafka = new ChildJvmKafka(1)) {
      // Given: topics and tables, and then no broker
      SealConfig config;
      try (TestStack stack = TestStack.start(kafka.bootstrap())) {
        config = stack.stack().config();
        stack.stack().close();
        kafka.kill(0);

        // When
        try (var wiring = new Wiring(config)) {
          CompletableFuture<Void> started = CompletableFuture.runAsync(() -> start(wiring));
          await("the management port answers").until(() -> ready(config) == 503);
          assertFalse(started.isDone(), "it waits");
          kafka.restart(0);

          // Then
          await("ready when the broker is there")
              .atMost(Duration.ofMinutes(2))
              .until(() -> ready(config) == 200);
          started.join();
          assertEquals(200, ready(config));
        }
      }
    }
  }

  private static void start(Wiring wiring) {
    try {
      wiring.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The status of /health/ready; 0 where nobody listens yet. */
  private static int ready(SealConfig config) {
    try {
      URI uri = URI.create("http://" + config.management() + "/health/ready");
      return ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode();
    } catch (IOException e) {
      return 0;
    }
  }
}
