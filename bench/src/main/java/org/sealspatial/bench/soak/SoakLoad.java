/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.soak;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.sealspatial.bench.load.Feeder;
import org.sealspatial.bench.load.Letter;
import org.sealspatial.bench.load.Letters;
import org.sealspatial.bench.measure.Answers;

/** Requests at a steady rate, written a few seconds before they are due; every answer is read. */
final class SoakLoad {
  private static final int SECONDS_AHEAD = 3;
  private static final long LATEST = TimeUnit.SECONDS.toNanos(20);

  private final Letters letters;
  private final Feeder feeder;
  private final Answers answers;
  private final long requests;
  private final int perSecond;
  private final BlockingQueue<List<Letter>> written = new ArrayBlockingQueue<>(SECONDS_AHEAD);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean over;

  SoakLoad(Letters letters, Feeder feeder, Answers answers, long requests, int perSecond) {
    this.letters = letters;
    this.feeder = feeder;
    this.answers = answers;
    this.requests = requests;
    this.perSecond = perSecond;
  }

  @FunctionalInterface
  private interface Part {
    void run() throws Exception;
  }

  void start() {
    part("letters", this::write);
    part("load", this::send);
    part("answers", this::read);
  }

  private void part(String name, Part part) {
    var thread =
        new Thread(
            () -> {
              try {
                part.run();
              } catch (Throwable e) { // an Error, too: isOver() throws it
                failure.compareAndSet(null, e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private void write() throws InterruptedException {
    for (long left = requests; left > 0; left -= perSecond) {
      written.put(letters.write((int) Math.min(left, perSecond)));
    }
  }

  private void send() throws InterruptedException {
    long apart = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long due = 0;
    for (long left = requests; left > 0; ) {
      List<Letter> second = written.take();
      due = due == 0 ? System.nanoTime() : due;
      for (Letter letter : second) {
        LockSupport.parkNanos(due - System.nanoTime());
        feeder.send(letter);
        due += apart;
      }
      left -= second.size();
      if (System.nanoTime() - due > LATEST) {
        throw new IllegalStateException("this machine can't keep up " + perSecond + " a second");
      }
    }
    feeder.flush();
  }

  private void read() {
    while (answers.read() < requests) {
      continue;
    }
    over = true;
  }

  /** Whether every request was granted and every answer read. */
  boolean isOver() {
    if (failure.get() != null) {
      throw new IllegalStateException("the load broke off", failure.get());
    }
    return over;
  }
}
