/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.DeadLetter;

/** Puts a record at a known offset, and finds what that offset left behind. */
record Traces(TestStack stack) {
  private static final Wire WIRE = new Wire();

  /** Publishes and tells where: topic/partition/offset. */
  String publish(Topic topic, String key, byte[] value) throws Exception {
    String name = stack.topic(topic);
    try (var producer =
        new KafkaProducer<>(
            stack.clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
      RecordMetadata at = producer.send(new ProducerRecord<>(name, key, value)).get();
      return name + "/" + at.partition() + "/" + at.offset();
    }
  }

  /** The audit record of an offset; fails where it has several. */
  AuditRecord onlyAudit(String id) {
    List<AuditRecord> found =
        await("the audit record of " + id)
            .atMost(Duration.ofSeconds(30))
            .until(() -> audits(id), audits -> !audits.isEmpty());
    assertEquals(1, found.size(), "audit records of " + id);
    return found.get(0);
  }

  List<AuditRecord> audits(String id) {
    return stack.audit().stream().filter(audit -> audit.getId().equals(id)).toList();
  }

  List<DeadLetter> deadLetters(String id) throws UnreadableRecord {
    var letters = new ArrayList<DeadLetter>();
    for (ConsumerRecord<String, byte[]> record :
        Reconciliation.records(stack, stack.topic(Topic.DEAD_LETTERS))) {
      if (id.equals(record.key())) {
        letters.add(WIRE.decode(record.value(), DeadLetter.class));
      }
    }
    return letters;
  }
}
