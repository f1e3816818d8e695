/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.sealspatial.schemas.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lag, age and bad records of the tables; a kind of bad record is logged the first time. */
final class TableMeters {
  private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);

  private static final Duration[] SEEN_WITHIN = {
    Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1)
  };

  private final MeterRegistry registry;
  private final TableReader.Source source;
  private final Set<String> logged = new HashSet<>();

  TableMeters(MeterRegistry registry, TableReader.Source source) {
    this.registry = registry;
    this.source = source;
  }

  void watch(Topic topic, Progress progress, ToLongFunction<Progress> ageNanos) {
    Tags tags = Tags.of("topic", nameOf(topic), "reader", source.name());
    Gauge.builder("seal.table.lag", progress, Progress::lag)
        .description("Records of the table that were written and not read yet")
        .tags(tags)
        .strongReference(true)
        .register(registry);
    TimeGauge.builder(
            "seal.table.age", progress, TimeUnit.NANOSECONDS, p -> ageNanos.applyAsLong(p))
        .description("Time since the view had everything that was written")
        .tags(tags)
        .strongReference(true)
        .register(registry);
    EnumSet.allOf(BadRecord.Reason.class).forEach(reason -> counter(topic, reason));
  }

  void watch(AtomicInteger waitingBundles) {
    Gauge.builder("seal.table.bundles.waiting", waitingBundles, AtomicInteger::get)
        .description("Bundles of which the manifest came, but not every entry")
        .tags("reader", source.name())
        .strongReference(true)
        .register(registry);
  }

  /** A record that was written then is in the view now; by the clocks of writer and reader. */
  void seen(Topic topic, long writtenAtMillis) {
    long millis = System.currentTimeMillis() - writtenAtMillis;
    Timer.builder("seal.table.seen")
        .description("From the writing of a record, before its commit, to its being in the view")
        .tags("topic", nameOf(topic), "reader", source.name())
        .serviceLevelObjectives(SEEN_WITHIN)
        .register(registry)
        .record(Math.max(0, millis), TimeUnit.MILLISECONDS);
  }

  void bad(Topic topic, long offset, BadRecord bad) {
    counter(topic, bad.reason()).increment();
    String name = nameOf(topic);
    if (logged.add(name + bad.reason())) {
      String text = "record of {} at offset {} is ignored ({}): {}; more of these are only counted";
      if (bad.reason().alarming()) {
        LOG.error("ALARM: " + text, name, offset, bad.reason().label(), bad.getMessage());
      } else {
        LOG.warn(text, name, offset, bad.reason().label(), bad.getMessage());
      }
    }
  }

  private String nameOf(Topic topic) {
    return topic.in(source.topicPrefix());
  }

  private Counter counter(Topic topic, BadRecord.Reason reason) {
    return Counter.builder("seal.table.bad.records")
        .description("Records of the table that were ignored")
        .tags("topic", nameOf(topic), "reader", source.name(), "reason", reason.label())
        .register(registry);
  }
}
