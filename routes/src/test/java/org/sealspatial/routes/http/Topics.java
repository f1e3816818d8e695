/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.GatewayRefusals;

/** Everything that lies on a broker. */
final class Topics {
  private Topics() {}

  /** Every record of every topic with this prefix, from the beginning. */
  static List<ConsumerRecord<byte[], byte[]>> all(Broker broker, String prefix) {
    try (var consumer =
        new KafkaConsumer<>(
            broker.clients(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.listTopics().entrySet().stream()
              .filter(topic -> topic.getKey().startsWith(prefix + "."))
              .flatMap(topic -> topic.getValue().stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  /** Sums of what gateways refused, by cause. */
  static Map<String, Long> refusals(Broker broker, String prefix) throws Exception {
    var sums = new HashMap<String, Long>();
    for (ConsumerRecord<byte[], byte[]> found : all(broker, prefix)) {
      if (found.topic().equals(Topic.AUDIT.in(prefix))) {
        Processors.WIRE
            .decode(found.value(), GatewayRefusals.class)
            .getCounts()
            .forEach((cause, count) -> sums.merge(cause, count, Long::sum));
      }
    }
    return sums;
  }
}
