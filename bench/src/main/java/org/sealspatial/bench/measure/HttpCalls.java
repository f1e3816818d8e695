/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends HTTP requests over so many connections. An answer is a 200; a gateway that is overloaded or
 * waits too long may refuse with 503 or 504, which is counted; anything else ends the run.
 */
final class HttpCalls {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final AtomicReference<String> failure = new AtomicReference<>();
  private final AtomicInteger refused = new AtomicInteger();

  /** Each connection sends its next request when it has its answer. */
  Histogram closedLoop(List<HttpRequest> requests, int connections) throws InterruptedException {
    return send(requests, connections, 0);
  }

  /** At this rate over at most so many connections; timed from when each was due. */
  Histogram openLoop(List<HttpRequest> requests, int connections, double perSecond)
      throws InterruptedException {
    return send(requests, connections, (long) (1e9 / perSecond));
  }

  private Histogram send(List<HttpRequest> requests, int connections, long apart)
      throws InterruptedException {
    var latency = new ConcurrentHistogram(LONGEST.toNanos(), 3);
    var free = new Semaphore(connections);
    long due = System.nanoTime();
    for (HttpRequest request : requests) {
      due += apart;
      LockSupport.parkNanos(due - System.nanoTime());
      free.acquire();
      long from = apart == 0 ? System.nanoTime() : due;
      http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
          .whenComplete((answer, broken) -> answered(answer, broken, latency, from, free));
    }
    free.acquire(connections);
    if (failure.get() != null) {
      throw new IllegalStateException("an HTTP request of the load failed: " + failure.get());
    }
    return latency;
  }

  /** How many were refused since the last time this was asked. */
  int takeRefused() {
    return refused.getAndSet(0);
  }

  private void answered(
      HttpResponse<byte[]> answer, Throwable broken, Histogram latency, long from, Semaphore free) {
    if (broken != null && broken.getCause() instanceof IOException) {
      refused.incrementAndGet(); // a connection that was closed before its answer
    } else if (broken != null) {
      failure.compareAndSet(null, broken.toString());
    } else if (answer.statusCode() == 503 || answer.statusCode() == 504) {
      refused.incrementAndGet();
    } else if (answer.statusCode() != 200) {
      failure.compareAndSet(null, "status " + answer.statusCode());
    }
    latency.recordValue(Math.min(LONGEST.toNanos(), System.nanoTime() - from));
    free.release();
  }
}
