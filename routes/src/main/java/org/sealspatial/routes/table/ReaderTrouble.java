/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once what keeps a reader from reading, waits longer each time, says once that it is over.
 */
final class ReaderTrouble {
  private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final TableReader.Source source;
  private String said = "";
  private Duration pause = FIRST_PAUSE;

  ReaderTrouble(TableReader.Source source) {
    this.source = source;
  }

  void happened(Throwable trouble, BooleanSupplier closed) {
    if (closed.getAsBoolean()) {
      return;
    }
    Throwable cause = trouble.getCause() == null ? trouble : trouble.getCause();
    String kind = cause.getClass().getName();
    if (!kind.equals(said)) {
      // Kafka's words name topics; anybody else's may quote a record
      boolean harmless = cause instanceof KafkaException || cause instanceof MissingTopics;
      LOG.warn(
          "tables of {} can't be read, trying again: {}",
          source,
          harmless ? cause.toString() : kind);
      said = kind;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException e) {
      LOG.debug("woken to close");
    }
    Duration longer = pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }

  void over() {
    if (!said.isEmpty()) {
      LOG.info("tables of {} can be read again", source);
    }
    said = "";
    pause = FIRST_PAUSE;
  }
}
