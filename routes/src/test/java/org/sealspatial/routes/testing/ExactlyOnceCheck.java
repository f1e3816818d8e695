/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Counts which ids a topic holds, as one reader or the other sees it. Reads up to the end of the
 * log as it was at the start of the call, never until a silence: what a dead writer left open is
 * waited for.
 */
public final class ExactlyOnceCheck {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String bootstrap;
  private final Function<ConsumerRecord<byte[], byte[]>, String> id;

  /** A check that tells records apart by this function of them. */
  public ExactlyOnceCheck(String bootstrap, Function<ConsumerRecord<byte[], byte[]>, String> id) {
    this.bootstrap = bootstrap;
    this.id = id;
  }

  /** A check that tells records apart by their key. */
  public static ExactlyOnceCheck byKey(String bootstrap) {
    return new ExactlyOnceCheck(
        bootstrap, record -> new String(record.key(), StandardCharsets.UTF_8));
  }

  /**
   * How often each id was seen.
   *
   * @param counts id to count
   */
  public record Tally(Map<String, Integer> counts) {

    /** All records. */
    public long records() {
      return counts.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** Ids that should be there and are not. */
    public Set<String> missing(Collection<String> expected) {
      Set<String> missing = new TreeSet<>(expected);
      missing.removeAll(counts.keySet());
      return missing;
    }

    /** Ids that are there and should not be. */
    public Set<String> unexpected(Collection<String> expected) {
      Set<String> unexpected = new TreeSet<>(counts.keySet());
      unexpected.removeAll(Set.copyOf(expected));
      return unexpected;
    }

    /** Ids that are there more than once. */
    public Set<String> duplicates() {
      Set<String> twice = new TreeSet<>();
      counts.forEach((id, count) -> addIf(count > 1, twice, id));
      return twice;
    }

    private static void addIf(boolean met, Set<String> ids, String id) {
      if (met) {
        ids.add(id);
      }
    }
  }

  /** What a reader of committed records sees. */
  public Tally committed(String topic) {
    return read(topic, IsolationLevel.READ_COMMITTED);
  }

  /** What a reader sees who also takes the records of transactions that were aborted. */
  public Tally uncommitted(String topic) {
    return read(topic, IsolationLevel.READ_UNCOMMITTED);
  }

  /**
   * Holds only if each expected id is committed exactly once and nothing else is.
   *
   * @throws AssertionError naming how many and which ids are missing, repeated or unexpected
   */
  public void assertExactlyOnce(String topic, Collection<String> expected) {
    Tally tally = committed(topic);
    Set<String> missing = tally.missing(expected);
    Set<String> duplicates = tally.duplicates();
    Set<String> unexpected = tally.unexpected(expected);
    if (!missing.isEmpty() || !duplicates.isEmpty() || !unexpected.isEmpty()) {
      throw new AssertionError(
          "%s: missing %s, duplicates %s, unexpected %s"
              .formatted(topic, some(missing), some(duplicates), some(unexpected)));
    }
  }

  private Tally read(String topic, IsolationLevel isolation) {
    Map<TopicPartition, Long> ends = ends(topic);
    Map<String, Integer> counts = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(isolation)) {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(topic + " can't be read to its end: a transaction is stuck");
        }
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(r -> counts.merge(id.apply(r), 1, Integer::sum));
      }
    }
    return new Tally(counts);
  }

  private Map<TopicPartition, Long> ends(String topic) {
    // The high watermark: a committed reader's own end stops before a transaction still open.
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(IsolationLevel.READ_UNCOMMITTED)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      return consumer.endOffsets(partitions);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(IsolationLevel isolation) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "isolation.level",
            isolation.name().toLowerCase(Locale.ROOT),
            "enable.auto.commit",
            false,
            "auto.offset.reset",
            "none"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static String some(Set<String> ids) {
    return ids.size() + " " + ids.stream().limit(5).toList();
  }
}
