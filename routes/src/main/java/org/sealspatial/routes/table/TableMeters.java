/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
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
