/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What a failure asks for. A failure that is not the machine's nor the record's is a passing one.
 */
enum Trouble {
  /** Another process holds this instance id. */
  SECOND_HOLDER,
  /** Consumer and producer are of no use any more. */
  REOPEN,
  /** The transaction is void; the same records once more. */
  ABORT;

  private static final List<Class<? extends Throwable>> FATAL =
      List.of(
          ProducerFencedException.class,
          InvalidProducerEpochException.class,
          OutOfOrderSequenceException.class,
          UnknownProducerIdException.class,
          InvalidPidMappingException.class,
          InvalidTxnStateException.class,
          AuthorizationException.class,
          AuthenticationException.class,
          UnsupportedVersionException.class,
          SeatLost.class);

  private static final List<Class<? extends Throwable>> OF_RECORD =
      List.of(
          RecordTooLargeException.class,
          RecordBatchTooLargeException.class,
          SerializationException.class,
          InvalidRecordException.class);

  private static final List<Class<? extends Throwable>> OF_TOPIC =
      List.of(InvalidTopicException.class, TopicAuthorizationException.class);

  private static final List<Class<? extends Throwable>> SIZE =
      List.of(RecordTooLargeException.class, RecordBatchTooLargeException.class);

  private static final int DEPTH = 16;

  static Trouble of(Throwable failure) {
    if (has(failure, List.of(FencedInstanceIdException.class))) {
      return SECOND_HOLDER;
    }
    return has(failure, FATAL) ? REOPEN : ABORT;
  }

  /** Whether writing this one record can never succeed, whatever is tried. */
  static boolean ofRecord(Throwable failure) {
    return has(failure, OF_RECORD) || ofTopic(failure);
  }

  /** Whether that is so of every record for its topic. */
  static boolean ofTopic(Throwable failure) {
    return has(failure, OF_TOPIC) || missingTopic(failure);
  }

  /** Whether a smaller record might be written. */
  static boolean tooLarge(Throwable failure) {
    return has(failure, SIZE);
  }

  /** Whether the broker has said that the topic is not there; a mere silence is not that. */
  static boolean missingTopic(Throwable failure) {
    return failure instanceof TimeoutException
        && failure.getCause() instanceof UnknownTopicOrPartitionException;
  }

  /**
   * The class of a failure and where it was thrown; never its message, which may quote a secret.
   */
  static String place(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    String at = trace.length == 0 ? "" : " at " + trace[0];
    return failure.getClass().getName() + at;
  }

  /** For the log: Kafka's own messages name topics and ids; anybody else's may quote a record. */
  static String told(Throwable failure) {
    StringBuilder told = new StringBuilder();
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEPTH; depth++) {
      boolean harmless = cause instanceof KafkaException || cause instanceof SeatLost;
      told.append(depth == 0 ? "" : ", caused by ");
      told.append(harmless ? cause.toString() : place(cause));
      cause = cause.getCause();
    }
    return told.toString();
  }

  private static boolean has(Throwable failure, List<Class<? extends Throwable>> kinds) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEPTH; depth++) {
      for (Class<? extends Throwable> kind : kinds) {
        if (kind.isInstance(cause)) {
          return true;
        }
      }
      cause = cause.getCause();
    }
    return false;
  }
}
