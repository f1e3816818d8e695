/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.ceiling;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Consume, answer, produce, commit: one transaction per batch. A failure ends it. */
final class CeilingWorker implements Runnable {
  private static final Duration IDLE = Duration.ofMillis(200);

  private final CeilingSettings settings;
  private final Job job;
  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
  private boolean open;
  private int gathered;

  CeilingWorker(CeilingSettings settings, Job job, int number) {
    this.settings = settings;
    this.job = job;
    var clients = new CeilingClients(settings, number);
    this.consumer = clients.consumer();
    this.producer = clients.producer();
  }

  @Override
  public void run() {
    try {
      producer.initTransactions();
      consumer.subscribe(List.of(settings.text("topic")));
      while (true) {
        step();
      }
    } catch (Throwable failure) { // an Error, too: what half works would be measured as slow
      failure.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private void step() throws Exception {
    answer(consumer.poll(IDLE));
    long end = System.nanoTime() + settings.slice().toNanos();
    long left = end - System.nanoTime();
    while (open && left > 0 && gathered < settings.maxPollRecords()) {
      answer(consumer.poll(Duration.ofNanos(left)));
      left = end - System.nanoTime();
    }
    if (open) {
      producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
      producer.commitTransaction();
      offsets.clear();
      open = false;
      gathered = 0;
    }
  }

  /** Answers at once what came: the next poll and the signatures overlap the producer's sending. */
  private void answer(ConsumerRecords<byte[], byte[]> records) throws Exception {
    if (records.isEmpty()) {
      return;
    }
    if (!open) {
      producer.beginTransaction();
      open = true;
    }
    gathered += records.count();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      for (ProducerRecord<byte[], byte[]> output : job.answer(record)) {
        producer.send(output);
      }
    }
    records.nextOffsets().forEach(offsets::put);
  }
}
