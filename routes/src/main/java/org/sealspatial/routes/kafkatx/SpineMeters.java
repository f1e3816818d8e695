/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** The meters of one group: batches, records, aborts, quarantined, duration, lag. */
final class SpineMeters {

  private final MeterRegistry registry;
  private final Tags tags;
  private final Counter batches;
  private final Counter records;
  private final Counter aborts;
  private final Counter quarantined;
  private final Timer duration;

  SpineMeters(MeterRegistry registry, String groupId) {
    this.registry = registry;
    this.tags = Tags.of("group", groupId);
    this.batches = registry.counter("seal.batches", tags);
    this.records = registry.counter("seal.records", tags);
    this.aborts = registry.counter("seal.transaction.aborts", tags);
    this.quarantined = registry.counter("seal.quarantined", tags);
    this.duration = registry.timer("seal.batch.duration", tags);
  }

  void lag(int worker, Pulse pulse) {
    Gauge.builder("seal.consumer.lag", pulse, Pulse::lag)
        .tags(tags.and("worker", Integer.toString(worker)))
        .register(registry);
  }

  /** A batch was committed; nanos from its first record in hand to the commit. */
  void committed(Batch batch, long nanos) {
    batches.increment();
    records.increment(batch.answers().size());
    quarantined.increment(batch.quarantined());
    duration.record(nanos, TimeUnit.NANOSECONDS);
  }

  void aborted() {
    aborts.increment();
  }

  /** The consumer's own meters, until what is returned is closed. */
  KafkaClientMetrics bind(Consumer<?, ?> consumer) {
    return bound(new KafkaClientMetrics(consumer, tags.and("client", "consumer")));
  }

  /** The producer's own meters, until what is returned is closed. */
  KafkaClientMetrics bind(Producer<?, ?> producer) {
    return bound(new KafkaClientMetrics(producer, tags.and("client", "producer")));
  }

  private KafkaClientMetrics bound(KafkaClientMetrics client) {
    client.bindTo(registry);
    return client;
  }
}
