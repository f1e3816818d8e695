/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Tells, before a transaction begins, which outputs could never be written: too large, a topic that
 * is not there or forbidden, a partition that does not exist. One deleted reply topic must not stop
 * a partition that others use.
 */
final class OutputTopics {

  private static final long DEAD_END_NANOS = TimeUnit.SECONDS.toNanos(30);

  private record DeadEnd(long until, RuntimeException reason) {}

  private final Producer<byte[], byte[]> producer;
  private final int maxRecordBytes;
  private final Map<String, Integer> partitions = new HashMap<>();
  private final Map<String, DeadEnd> deadEnds = new HashMap<>();

  OutputTopics(Producer<byte[], byte[]> producer, int maxRecordBytes) {
    this.producer = producer;
    this.maxRecordBytes = maxRecordBytes;
  }

  /** Why no record of this answer's outputs may be written, or null if all may be. */
  RuntimeException problem(Answer answer) {
    for (Outbound output : answer.outputs()) {
      RuntimeException problem = problem(output);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  /** Asks the broker again about each topic; after a failure what was known may be wrong. */
  void forget() {
    partitions.clear();
  }

  private RuntimeException problem(Outbound output) {
    if (output.size() > maxRecordBytes) {
      return new RecordTooLargeException(
          "a record of " + output.size() + " bytes, the limit is " + maxRecordBytes);
    }
    Integer count = partitions.get(output.topic());
    if (count == null) {
      RuntimeException problem = lookUp(output.topic());
      if (problem != null) {
        return problem;
      }
      count = partitions.get(output.topic());
    }
    return output.partition() == null || output.partition() < count
        ? null
        : new InvalidTopicException(output.topic() + " has no partition " + output.partition());
  }

  private RuntimeException lookUp(String topic) {
    DeadEnd known = deadEnds.get(topic);
    if (known != null && System.nanoTime() - known.until() < 0) {
      return known.reason();
    }
    deadEnds.remove(topic);
    try {
      partitions.put(topic, producer.partitionsFor(topic).size());
      return null;
    } catch (InvalidTopicException | TopicAuthorizationException no) {
      return deadEnd(topic, no);
    } catch (TimeoutException silent) {
      if (Trouble.missingTopic(silent)) {
        return deadEnd(topic, silent);
      }
      throw silent;
    }
  }

  private RuntimeException deadEnd(String topic, RuntimeException reason) {
    deadEnds.put(topic, new DeadEnd(System.nanoTime() + DEAD_END_NANOS, reason));
    return reason;
  }
}
