/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.kill;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.AuditRecord;

/** Kills, and tells afterwards what each has cost. */
final class Kills {
  /** What a dead process had decided lies at most this far back: the transaction timeout. */
  private static final Duration OPEN = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final KillWorld world;
  private final TopicReader reader;
  private final List<Kill> kills = new ArrayList<>();

  Kills(KillWorld world) {
    this.world = world;
    this.reader = new TopicReader(world);
  }

  /**
   * A kill that was done.
   *
   * @param since when the process can have begun what it did not end: what came before is another
   *     kill's, or was aborted by the broker
   */
  record Kill(String role, Instant since, Instant at) {
    private boolean cost(AuditRecord aborted) {
      return mine(aborted) && !aborted.getTime().isAfter(at) && aborted.getTime().isAfter(since);
    }

    private boolean mine(AuditRecord audit) {
      return audit.getInstance().startsWith(role + "/");
    }
  }

  /**
   * What a kill cost.
   *
   * @param aborted audit records in transactions that it left open
   * @param recovery until the next decision that was committed; null: none yet
   */
  record Cost(Kill kill, long aborted, Duration recovery) {}

  void kill(RoleProcess process) {
    String role = process.role();
    Instant at = process.kill();
    Instant since =
        kills.stream()
            .filter(kill -> kill.role().equals(role))
            .map(Kill::at)
            .reduce(at.minus(OPEN), (a, b) -> a.isAfter(b) ? a : b);
    kills.add(new Kill(role, since, at));
  }

  /** Kills as soon as something the process has written, and not committed yet, is seen. */
  void killInTransaction(RoleProcess process) {
    Instant from = Instant.now();
    try (var watch = reader.consumer(IsolationLevel.READ_UNCOMMITTED)) {
      watch.assign(reader.ends(world.topic(Topic.AUDIT)).keySet());
      watch.seekToEnd(watch.assignment());
      while (!written(watch, process.role() + "/")) {
        if (Instant.now().isAfter(from.plus(PATIENCE))) {
          throw new AssertionError(process.role() + " decides nothing");
        }
      }
      kill(process);
    }
  }

  private boolean written(KafkaConsumer<String, byte[]> watch, String instance) {
    for (ConsumerRecord<String, byte[]> record : watch.poll(Duration.ofMillis(100))) {
      if (reader.audit(record).getInstance().startsWith(instance)) {
        return true;
      }
    }
    return false;
  }

  /** All kills so far. */
  List<Cost> costs() {
    String topic = world.topic(Topic.AUDIT);
    var written = reader.read(topic, IsolationLevel.READ_UNCOMMITTED);
    var committed = reader.read(topic, IsolationLevel.READ_COMMITTED);
    Set<String> kept = new HashSet<>();
    committed.forEach(record -> kept.add(place(record)));
    List<AuditRecord> aborted =
        written.stream().filter(r -> !kept.contains(place(r))).map(reader::audit).toList();
    return kills.stream()
        .map(
            kill ->
                new Cost(
                    kill, aborted.stream().filter(kill::cost).count(), recovery(kill, committed)))
        .toList();
  }

  private Duration recovery(Kill kill, List<ConsumerRecord<String, byte[]>> committed) {
    return committed.stream()
        .filter(record -> record.timestamp() > kill.at().toEpochMilli())
        .filter(record -> kill.mine(reader.audit(record)))
        .filter(record -> reader.audit(record).getTime().isAfter(kill.at()))
        .map(record -> Duration.between(kill.at(), Instant.ofEpochMilli(record.timestamp())))
        .min(Duration::compareTo)
        .orElse(null);
  }

  private static String place(ConsumerRecord<String, byte[]> record) {
    return record.partition() + "/" + record.offset();
  }
}
