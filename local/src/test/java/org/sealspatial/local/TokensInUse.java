/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.schemas.Topic;

/**
 * Tokens that are used over Kafka one after the other without a pause: nobody waits for an answer,
 * but only so many requests are under way at once.
 */
final class TokensInUse implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final TestStack stack;
  private final List<Held> held;
  private final Semaphore room;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> replies;
  private final List<Thread> threads;
  private volatile boolean over;

  /** A token, and who uses it. */
  record Held(ValUe ue, String token, String jti) {}

  /** Uses them from now on. */
  TokensInUse(TestStack stack, List<Held> held, int atOnce) {
    this.stack = stack;
    this.held = List.copyOf(held);
    this.room = new Semaphore(atOnce);
    this.producer =
        new KafkaProducer<>(
            stack.clientProperties(), new StringSerializer(), new ByteArraySerializer());
    Map<String, Object> committed = new HashMap<>(stack.clientProperties());
    committed.put("isolation.level", "read_committed");
    this.replies =
        new KafkaConsumer<>(committed, new StringDeserializer(), new ByteArrayDeserializer());
    var source = new TopicPartition(Topic.replies(stack.prefix(), DemoWorld.REQUESTOR), 0);
    replies.assign(List.of(source));
    replies.seekToEnd(List.of(source));
    replies.position(source); // the seek is lazy
    threads = new ArrayList<>();
    threads.add(new Thread(this::listen, "replies"));
    threads.add(new Thread(this::use, "uses"));
    threads.forEach(Thread::start);
  }

  private void use() {
    String topic = stack.topic(Topic.SPATIAL_REQUESTS);
    for (int n = 0; !over; n++) {
      Held one = held.get(n % held.size());
      var body = one.ue().asksSpatial(TokenLife.SM, "get", TokenLife.MAP_ONE);
      if (hasRoom()) {
        underWay.add(body.getRequestId());
        byte[] signed = one.ue().sign(body, topic, one.token());
        producer.send(new ProducerRecord<>(topic, one.ue().valUe(), signed));
      }
    }
  }

  private boolean hasRoom() {
    try {
      return room.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void listen() {
    while (!over) {
      for (var reply : replies.poll(POLL)) {
        if (underWay.remove(reply.key())) {
          room.release();
        }
      }
    }
  }

  /** No use comes after this. */
  @Override
  public void close() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    producer.close();
    replies.close();
  }
}
