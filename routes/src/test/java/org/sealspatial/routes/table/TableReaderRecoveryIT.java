/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.schemas.Topic.CLIENTS;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sealspatial.routes.testing.InJvmKafka;

class TableReaderRecoveryIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Operator OPERATOR = new Operator();
  private static final SignedTable<String> ROWS = OPERATOR.texts(CLIENTS);

  @Test
  void starts_and_goes_on_whatever_the_broker_does() throws Exception {
    try (InJvmKafka kafka = new InJvmKafka();
        TableBench bench = new TableBench(kafka.bootstrap()).withTopics(CLIENTS)) {
      bench.write(OPERATOR.entry(CLIENTS, "a", 1, 0, "before"));

      // Given a broker that is down
      kafka.kill(0);
      try (TableReader reader = bench.reader(ROWS)) {
        assertFalse(reader.awaitReady(Duration.ofSeconds(1)));

        // When, then
        kafka.restart(0);
        assertTrue(reader.awaitReady(SOON));
        assertEquals(Map.of("a", "before"), reader.snapshot().rows(ROWS));

        // When it goes down again, then the view stays and grows old
        kafka.kill(0);
        await().atMost(SOON).until(() -> reader.age(CLIENTS).toMillis() > 1500);
        assertTrue(reader.ready());
        assertEquals(Map.of("a", "before"), reader.snapshot().rows(ROWS));

        // When it is back, then it is followed again, and nothing is taken twice
        kafka.restart(0);
        long offset = bench.write(OPERATOR.entry(CLIENTS, "b", 1, 0, "after"));
        assertTrue(reader.awaitOffset(CLIENTS, offset, SOON));
        await().atMost(SOON).until(() -> reader.age(CLIENTS).toMillis() < 500);
        assertEquals(Map.of("a", "before", "b", "after"), reader.snapshot().rows(ROWS));
        assertEquals(0, bench.bad(CLIENTS, "replayed"));
      }
    }
  }
}
