/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.sealspatial.bench.measure.Cost;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.peer.HttpLoad.Answered;

/** An endpoint and the processes behind it, measured in bursts. */
final class HttpSide {
  private static final int FIRST_BURST = 2_000;

  private final String name;
  private final Requests requests;
  private final HttpLoad load;
  private final Processes processes;
  private final List<Burst> measured = new ArrayList<>();
  private double rate;

  /**
   * Whose CPU time counts.
   *
   * @param own of the processes that answer
   * @param broker of the broker between them
   */
  record Processes(Supplier<Duration> own, Supplier<Duration> broker) {}

  /** What a burst gave; latencies in milliseconds. */
  record Burst(Cost cost, double p50, double p99) {}

  HttpSide(String name, Requests requests, int connections, Processes processes) {
    this.name = name;
    this.requests = requests;
    this.load = new HttpLoad(requests.uri(), connections);
    this.processes = processes;
  }

  String name() {
    return name;
  }

  /** Writes new requests, then sends them for so long; only the sending counts. */
  Burst burst(double seconds) throws InterruptedException {
    int count = Math.max(FIRST_BURST, (int) (1.3 * rate * seconds));
    List<byte[]> written = requests.write(count);
    Duration own = processes.own().get();
    Duration broker = processes.broker().get();
    long from = System.nanoTime();
    Answered answered = load.send(written, seconds);
    var cost =
        new Cost(
            answered.count(),
            processes.own().get().minus(own),
            processes.broker().get().minus(broker),
            Duration.ofNanos(System.nanoTime() - from));
    rate = cost.rate();
    return new Burst(
        cost,
        answered.latency().getValueAtPercentile(50) / 1e3,
        answered.latency().getValueAtPercentile(99) / 1e3);
  }

  /** A burst that counts. */
  Cost measure(double seconds) throws InterruptedException {
    Burst burst = burst(seconds);
    measured.add(burst);
    return burst.cost();
  }

  /** Median latencies of what was measured, in milliseconds: p50 and p99. */
  double[] latencies() {
    return new double[] {
      Numbers.of(measured, Burst::p50).median(), Numbers.of(measured, Burst::p99).median()
    };
  }
}
