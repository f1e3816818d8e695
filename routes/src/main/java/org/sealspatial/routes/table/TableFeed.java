/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.table;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.sealspatial.schemas.Topic;

/** The Kafka side of a reader: partition 0 of each table, from where the fold stands. */
final class TableFeed implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final Positions positions;
  private final Losses losses;
  private final Map<TopicPartition, Topic> topics = new HashMap<>();
  private final Admin admin;
  private final TopicFacts facts;
  private final KafkaConsumer<byte[], byte[]> consumer;

  TableFeed(TableReader.Source source, Positions positions, Losses losses) {
    this.positions = positions;
    this.losses = losses;
    positions
        .topics()
        .forEach(t -> topics.put(new TopicPartition(t.in(source.topicPrefix()), 0), t));
    this.admin = Admin.create(shared(source));
    this.facts = new TopicFacts(admin, topics.keySet());
    this.consumer = new KafkaConsumer<>(consuming(source));
    consumer.assign(topics.keySet());
    topics.forEach((partition, topic) -> seek(partition, positions.of(topic).position()));
  }

  private static Map<String, Object> shared(TableReader.Source source) {
    Map<String, Object> properties = new HashMap<>(source.kafka());
    properties.put("client.id", source.topicPrefix() + "-tables-" + source.name());
    properties.put("reconnect.backoff.max.ms", 1000);
    properties.put("request.timeout.ms", 5000);
    properties.put("default.api.timeout.ms", 10000);
    return properties;
  }

  private static Map<String, Object> consuming(TableReader.Source source) {
    Map<String, Object> properties = shared(source);
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
    return properties;
  }

  private void seek(TopicPartition partition, long position) {
    if (position == 0) {
      consumer.seekToBeginning(List.of(partition));
    } else {
      consumer.seek(partition, position);
    }
  }

  /** What was written up to now: the high watermarks. A topic that was made anew is read anew. */
  Map<Topic, Long> goal() throws ExecutionException, InterruptedException, MissingTopics {
    Map<String, Uuid> ids = facts.topicIds().await();
    requireAll(ids.keySet());
    noteIds(ids);
    noteStarts(facts.logStarts().await());
    TopicFacts.HighWatermarks answer = facts.highWatermarks().await();
    note(answer);
    Map<Topic, Long> goal = new EnumMap<>(Topic.class);
    answer.offsets().forEach((partition, end) -> goal.put(topics.get(partition), end));
    return goal;
  }

  private void noteIds(Map<String, Uuid> ids) {
    topics.forEach(
        (partition, topic) -> {
          Uuid id = ids.get(partition.topic());
          if (id != null && positions.of(topic).isAnother(id)) {
            readAgain(partition);
          }
        });
  }

  private void requireAll(Set<String> found) throws MissingTopics {
    List<String> missing = new ArrayList<>();
    topics.forEach(
        (partition, topic) -> {
          boolean there = found.contains(partition.topic());
          positions.of(topic).there(there);
          if (!there) {
            missing.add(partition.topic());
          }
        });
    if (!missing.isEmpty()) {
      throw new MissingTopics(missing);
    }
  }

  private void noteStarts(Map<TopicPartition, Long> starts) {
    starts.forEach(
        (partition, start) -> {
          Topic topic = topics.get(partition);
          if (positions.of(topic).beginsLater(start)) {
            losses.beheaded(topic, start, oldest(partition));
          }
        });
  }

  /** When the first record was written of those that are left; empty: none is. */
  private Optional<Instant> oldest(TopicPartition partition) {
    return Optional.ofNullable(consumer.offsetsForTimes(Map.of(partition, 0L)).get(partition))
        .map(first -> Instant.ofEpochMilli(first.timestamp()));
  }

  private void note(TopicFacts.HighWatermarks answer) {
    answer
        .offsets()
        .forEach(
            (partition, end) ->
                positions.of(topics.get(partition)).highWatermark(end, answer.askedAt()));
  }

  ConsumerRecords<byte[], byte[]> poll() {
    try {
      return consumer.poll(POLL);
    } catch (OffsetOutOfRangeException e) {
      e.partitions()
          .forEach(
              partition -> {
                positions.of(topics.get(partition)).forgetTopic(); // told once is enough
                facts.topicIds().forget();
                readAgain(partition);
              });
      return ConsumerRecords.empty();
    }
  }

  /** All of it; the sequences keep old entries out. */
  private void readAgain(TopicPartition partition) {
    losses.happened(topics.get(partition));
    positions.of(topics.get(partition)).reached(0);
    consumer.seekToBeginning(List.of(partition));
  }

  Topic topicOf(ConsumerRecord<byte[], byte[]> record) {
    return topics.get(new TopicPartition(record.topic(), record.partition()));
  }

  /** Notes how far the reader is; true where it is farther than before. */
  boolean measure() throws ExecutionException, InterruptedException {
    boolean moved = false;
    for (Map.Entry<TopicPartition, Topic> entry : topics.entrySet()) {
      Progress own = positions.of(entry.getValue());
      long next = consumer.position(entry.getKey());
      moved |= next != own.position();
      own.reached(next);
    }
    facts.highWatermarks().poll().ifPresent(this::note);
    facts.topicIds().poll().ifPresent(this::noteIds);
    facts.logStarts().poll().ifPresent(this::noteStarts);
    return moved;
  }

  @Override
  public void close() {
    admin.close(GOODBYE);
    consumer.close(CloseOptions.timeout(GOODBYE));
  }
}
