/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.peer;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** A closed loop: so many connections, each with one request under way. */
final class HttpLoad {
  private static final double MOST_REFUSED = 0.01;

  private final URI uri;
  private final int connections;

  HttpLoad(URI uri, int connections) {
    this.uri = uri;
    this.connections = connections;
  }

  /** Latencies in microseconds of what was answered with 2xx. */
  record Answered(Histogram latency, int refused) {
    long count() {
      return latency.getTotalCount();
    }
  }

  /** Sends until the time is over or all were sent, and waits for what is under way. */
  Answered send(List<byte[]> requests, double seconds) throws InterruptedException {
    var next = new AtomicInteger();
    var refused = new AtomicInteger();
    var latency = new ConcurrentHistogram(3);
    long end = System.nanoTime() + (long) (seconds * 1e9);
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      var loops = new ArrayList<Callable<Void>>();
      for (int n = 0; n < connections; n++) {
        loops.add(() -> loop(requests, end, next, latency, refused));
      }
      for (Future<Void> loop : threads.invokeAll(loops)) {
        loop.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the load on " + uri + " broke off", e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return checked(new Answered(latency, refused.get()));
  }

  private Void loop(
      List<byte[]> requests, long end, AtomicInteger next, Histogram latency, AtomicInteger refused)
      throws IOException {
    try (var connection = new Connection(uri)) {
      for (int n = next.getAndIncrement(); n < requests.size(); n = next.getAndIncrement()) {
        long from = System.nanoTime();
        if (from >= end) {
          return null;
        }
        int status = connection.send(requests.get(n));
        if (status / 100 == 2) {
          latency.recordValue((System.nanoTime() - from) / 1_000);
        } else {
          refused.incrementAndGet();
        }
      }
    }
    return null;
  }

  private Answered checked(Answered answered) {
    if (answered.refused() > MOST_REFUSED * (answered.count() + answered.refused())) {
      throw new IllegalStateException(
          uri + " refused " + answered.refused() + " and granted " + answered.count());
    }
    return answered;
  }
}
