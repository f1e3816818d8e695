/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.kill;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.sealspatial.jose.AccessToken;
import org.sealspatial.jose.CompactJws;
import org.sealspatial.jose.Rejected;
import org.sealspatial.local.kill.Outcomes.Audited;
import org.sealspatial.local.kill.Outcomes.Parked;
import org.sealspatial.local.kill.Outcomes.Replied;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.UnreadableRecord;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.AuditRecord;
import org.sealspatial.schemas.v1.DeadLetter;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenResponse;

/** Reads whole topics of a world, as one reader or the other sees them. */
final class TopicReader {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final KillWorld world;
  private final Wire wire = new Wire();

  TopicReader(KillWorld world) {
    this.world = world;
  }

  /** What all requests so far have ended in. */
  Outcomes outcomes() {
    IsolationLevel committed = IsolationLevel.READ_COMMITTED;
    return new Outcomes(
        read(world.topic(Topic.AUDIT), committed).stream().map(this::audited).toList(),
        read(world.replies(), committed).stream().map(this::replied).toList(),
        read(world.topic(Topic.DEAD_LETTERS), committed).stream().map(this::parked).toList());
  }

  AuditRecord audit(ConsumerRecord<String, byte[]> record) {
    try {
      return wire.decode(record.value(), AuditRecord.class);
    } catch (UnreadableRecord e) {
      throw new AssertionError("an audit record that can't be read", e);
    }
  }

  private Audited audited(ConsumerRecord<String, byte[]> record) {
    AuditRecord audit = audit(record);
    return new Audited(
        audit.getId(),
        record.partition(),
        audit.getFlow(),
        audit.getOutcome(),
        audit.getCause(),
        audit.getRequestId(),
        audit.getJti());
  }

  private Replied replied(ConsumerRecord<String, byte[]> record) {
    String answers = header(record, "ce_id");
    try {
      if (header(record, "ce_type").startsWith("org.sealspatial.token.")) {
        TokenResponse reply = wire.decode(record.value(), TokenResponse.class);
        boolean issued = reply.getToken() != null;
        return new Replied(record.key(), answers, issued ? jti(reply) : null);
      }
      wire.decode(record.value(), SpatialResponse.class);
      return new Replied(record.key(), answers, null);
    } catch (UnreadableRecord | Rejected e) {
      throw new AssertionError("a reply that can't be read", e);
    }
  }

  private static String jti(TokenResponse reply) throws Rejected {
    var claims = CompactJws.parse(reply.getToken().getAccessToken()).claims();
    return AccessToken.fromJson(claims).jti();
  }

  private Parked parked(ConsumerRecord<String, byte[]> record) {
    try {
      DeadLetter letter = wire.decode(record.value(), DeadLetter.class);
      return new Parked(letter.getTopic() + "/" + letter.getPartition() + "/" + letter.getOffset());
    } catch (UnreadableRecord e) {
      throw new AssertionError("a dead letter that can't be read", e);
    }
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /** All records before the end as it is now; what a dead writer left open is waited for. */
  List<ConsumerRecord<String, byte[]>> read(String topic, IsolationLevel isolation) {
    Map<TopicPartition, Long> ends = ends(topic);
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (var consumer = consumer(isolation)) {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(topic + " can't be read to its end: a transaction is stuck");
        }
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  /** The high watermarks: a committed reader's own end stops before an open transaction. */
  Map<TopicPartition, Long> ends(String topic) {
    try (var consumer = consumer(IsolationLevel.READ_UNCOMMITTED)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      return consumer.endOffsets(partitions);
    }
  }

  KafkaConsumer<String, byte[]> consumer(IsolationLevel isolation) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            world.bootstrap(),
            "isolation.level",
            isolation.name().toLowerCase(Locale.ROOT),
            "enable.auto.commit",
            false,
            "auto.offset.reset",
            "none");
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }
}
