/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.UnreadableRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads this gateway's partition of the shared reply topic. The partition is assigned, not
 * subscribed: it never moves under waiting calls. Two gateways on one partition cost each other a
 * look at the correlation id, nothing else.
 */
final class ReplyReader implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplyReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final RpcSettings settings;
  private final RequestSender sender;
  private final PendingCalls pending;
  private final ReplyCodec codec;
  private final RpcMeters meters;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Consumer<byte[], byte[]> consumer;
  private volatile TopicPartition ready;
  private long next = -1;

  ReplyReader(
      RpcSettings settings,
      RequestSender sender,
      PendingCalls pending,
      ReplyCodec codec,
      RpcMeters meters) {
    this.settings = settings;
    this.sender = sender;
    this.pending = pending;
    this.codec = codec;
    this.meters = meters;
  }

  /** The partition answers are to be sent to; empty until its end is known. */
  OptionalInt partition() {
    TopicPartition partition = ready;
    return partition == null ? OptionalInt.empty() : OptionalInt.of(partition.partition());
  }

  @Override
  public void run() {
    while (closing.getCount() > 0) {
      try (Consumer<byte[], byte[]> opened = open()) {
        consumer = opened;
        sender.learn();
        ready = standAtTheEnd(opened);
        LOG.info("answers are read from {}", ready);
        readAll(opened);
      } catch (WakeupException e) {
        // close() said so
      } catch (KafkaException e) {
        LOG.warn("no way to Kafka and back: {}", e.toString());
        pause();
      }
    }
  }

  private TopicPartition standAtTheEnd(Consumer<byte[], byte[]> opened) {
    String topic = Topic.replies(settings.prefix(), Topic.GATEWAY_REQUESTOR);
    var known = opened.partitionsFor(topic, PATIENCE);
    if (known == null || known.isEmpty()) {
      throw new KafkaException("no topic " + topic);
    }
    int mine = Math.floorMod(settings.instanceId().hashCode(), known.size());
    var partition = new TopicPartition(topic, mine);
    opened.assign(List.of(partition));
    if (next >= 0) {
      opened.seek(partition, next); // reopened after a fault: nothing that came meanwhile is missed
    } else {
      opened.seekToEnd(List.of(partition));
    }
    next =
        opened.position(partition, PATIENCE); // seekToEnd is lazy: settle it before the first call
    return partition;
  }

  private void readAll(Consumer<byte[], byte[]> opened) {
    while (closing.getCount() > 0) {
      for (ConsumerRecord<byte[], byte[]> answer : opened.poll(POLL)) {
        deliver(answer);
        next = answer.offset() + 1;
      }
    }
  }

  private void deliver(ConsumerRecord<byte[], byte[]> answer) {
    try {
      pending.answer(codec.decode(answer.value()));
    } catch (UnreadableRecord e) {
      meters.unreadable();
    } catch (RuntimeException e) { // one caller's trouble must not stop all
      // without its text, which may quote the answer
      String place = Arrays.stream(e.getStackTrace()).findFirst().map(Object::toString).orElse("?");
      LOG.error("an answer could not be delivered: {} at {}", e.getClass().getName(), place);
    }
  }

  private Consumer<byte[], byte[]> open() {
    return new KafkaConsumer<>(
        properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> properties() {
    var properties = new HashMap<>(settings.kafka());
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "seal-replies-" + settings.instanceId());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return properties;
  }

  private void pause() {
    try {
      closing.await(500, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    Consumer<byte[], byte[]> opened = consumer;
    if (opened != null) {
      opened.wakeup();
    }
  }
}
