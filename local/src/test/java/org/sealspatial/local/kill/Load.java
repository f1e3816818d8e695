/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.kill;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends the seeded mix at a steady rate until it is told to finish. */
final class Load implements AutoCloseable {
  /** A copy is one of so many latest: its assertion must still be in its time. */
  private static final int COPYABLE = 100;

  private final Letters letters;
  private final Random random;
  private final int rate;
  private final KafkaProducer<String, byte[]> producer;
  private final Deque<Letter> latest = new ArrayDeque<>();
  private final Deque<Letter> latestTokens = new ArrayDeque<>();
  private final Collection<Sent> sent = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::run, "load");
  private volatile int last = Integer.MAX_VALUE;

  Load(String bootstrap, Letters letters, Random random, int rate) {
    this.letters = letters;
    this.random = random;
    this.rate = rate;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Sends one good token request of each VAL UE, and returns when all are on the topic. */
  void sendFirst() {
    for (String ue : Letters.UES) {
      Letter letter = letters.first(ue);
      keep(latest, letter);
      keep(latestTokens, letter);
      send(letter);
    }
    producer.flush();
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      long due = System.nanoTime();
      while (count.get() < last) {
        LockSupport.parkNanos(due - System.nanoTime());
        if (System.nanoTime() >= due) {
          send(next());
          due += TimeUnit.SECONDS.toNanos(1) / rate;
        }
      }
      producer.flush();
    } catch (RuntimeException | Error broken) {
      failure.compareAndSet(null, broken);
    }
  }

  private Letter next() {
    Kind kind = Kind.at(random.nextInt(100));
    if (kind == Kind.COPY) {
      return new ArrayList<>(latest).get(random.nextInt(latest.size()));
    }
    Letter letter = letters.write(kind, latestTokens.peekFirst());
    keep(latest, letter);
    if (kind == Kind.TOKEN) {
      keep(latestTokens, letter);
    }
    return letter;
  }

  private static void keep(Deque<Letter> letters, Letter letter) {
    letters.addLast(letter);
    if (letters.size() > COPYABLE) {
      letters.removeFirst();
    }
  }

  private void send(Letter letter) {
    producer.send(
        new ProducerRecord<>(letter.topic(), letter.key(), letter.value()),
        (at, broken) -> {
          if (broken != null) {
            failure.compareAndSet(null, broken);
          } else {
            String id = at.topic() + "/" + at.partition() + "/" + at.offset();
            sent.add(new Sent(id, letter.number(), letter.kind(), letter.requestId()));
          }
        });
    count.incrementAndGet();
  }

  /** How many were handed to the producer. */
  int count() {
    if (failure.get() != null) {
      throw new AssertionError("the load is broken", failure.get());
    }
    return count.get();
  }

  /** Goes on until at least so many are sent, and returns when all are on the topics. */
  List<Sent> finish(int atLeast) {
    last = atLeast;
    await("all is sent")
        .atMost(Duration.ofMinutes(30))
        .until(() -> count() >= atLeast && !thread.isAlive());
    count();
    return List.copyOf(sent);
  }

  /** What was acknowledged so far. */
  List<Sent> sent() {
    return List.copyOf(sent);
  }

  @Override
  public void close() throws InterruptedException {
    last = 0;
    thread.join();
    producer.close(Duration.ofSeconds(5));
  }
}
