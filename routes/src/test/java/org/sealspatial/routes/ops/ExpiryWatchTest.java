/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealspatial.routes.testing.SteppedClock;
import org.slf4j.LoggerFactory;

class ExpiryWatchTest {
  private static final Duration MONTH = Duration.ofDays(30);

  private final SteppedClock clock = new SteppedClock();
  private Optional<Instant> end = Optional.of(clock.instant().plus(Duration.ofDays(31)));
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ExpiryWatch.class);
  private ExpiryWatch watch;

  @BeforeEach
  void start() {
    log.start();
    logger.addAppender(log);
    watch = new ExpiryWatch(registry, clock);
    watch.watch("sim.certificate", MONTH, () -> end);
  }

  @AfterEach
  void stop() {
    watch.close();
    logger.detachAppender(log);
  }

  private double seconds() {
    return registry
        .get("seal.certificate.expires")
        .tag("certificate", "sim.certificate")
        .gauge()
        .value();
  }

  private void goesBy(Duration time) {
    clock.goOn(time);
    watch.look();
  }

  @Test
  void the_metric_counts_down_and_goes_below_zero() {
    assertEquals(31 * 86_400, seconds());
    goesBy(Duration.ofDays(32));
    assertEquals(-86_400, seconds());
    end = Optional.empty();
    assertTrue(Double.isNaN(seconds()));
  }

  @Test
  void a_certificate_that_ends_soon_is_told_of_once_a_day_until_it_is_replaced() {
    Instant first = end.orElseThrow();
    assertEquals(0, log.list.size(), "a month and a day are left");
    for (int hour = 0; hour < 48; hour++) {
      goesBy(Duration.ofHours(1));
    }
    assertEquals(2, log.list.size(), log.list::toString);
    assertTrue(
        log.list
            .get(0)
            .getFormattedMessage()
            .startsWith("ALARM: the certificate sim.certificate ends at " + first),
        log.list::toString);

    end = Optional.of(clock.instant().plus(Duration.ofDays(400)));
    goesBy(Duration.ofDays(2));
    assertEquals(2, log.list.size(), log.list::toString);
  }
}
