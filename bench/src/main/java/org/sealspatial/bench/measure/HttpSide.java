/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.measure;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.sealspatial.bench.load.HttpLetters;
import org.sealspatial.bench.process.ChildProcess;

/** A gateway and the service behind it. */
public final class HttpSide implements AutoCloseable {
  private final ChildProcess gateway;
  private final ChildProcess service;
  private final ChildProcess broker;
  private final HttpLetters letters;
  private final HttpCalls calls = new HttpCalls();

  /** These processes under this load. */
  public HttpSide(
      ChildProcess gateway, ChildProcess service, ChildProcess broker, HttpLetters letters) {
    this.gateway = gateway;
    this.service = service;
    this.broker = broker;
    this.letters = letters;
  }

  /**
   * What calls cost.
   *
   * @param all gateway, service and broker
   * @param gateway the gateway alone
   * @param latency nanoseconds
   * @param refused with 503 or 504: not among the requests of the costs
   */
  public record Seen(Cost all, Cost gateway, Histogram latency, int refused) {
    /** A percentile in milliseconds. */
    public double millis(double percentile) {
      return latency.getValueAtPercentile(percentile) / 1e6;
    }
  }

  @FunctionalInterface
  private interface Sending {
    Histogram send(List<HttpRequest> requests) throws InterruptedException;
  }

  /** As fast as so many connections can. */
  public Seen saturated(int count, int connections) throws InterruptedException {
    return take(count, requests -> calls.closedLoop(requests, connections));
  }

  /** At a steady rate. */
  public Seen steady(int count, int connections, double perSecond) throws InterruptedException {
    return take(count, requests -> calls.openLoop(requests, connections, perSecond));
  }

  private Seen take(int count, Sending sending) throws InterruptedException {
    List<HttpRequest> requests = letters.write(count);
    Duration gatewayBefore = gateway.cpu();
    Duration serviceBefore = service.cpu();
    Duration brokerBefore = broker.cpu();
    long start = System.nanoTime();
    Histogram latency = sending.send(requests);
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    int refused = calls.takeRefused();
    if (refused > count / 2) {
      throw new IllegalStateException(refused + " of " + count + " HTTP requests were refused");
    }
    int answered = count - refused;
    Duration ofGateway = gateway.cpu().minus(gatewayBefore);
    Duration ofService = service.cpu().minus(serviceBefore);
    return new Seen(
        new Cost(answered, ofGateway.plus(ofService), broker.cpu().minus(brokerBefore), wall),
        new Cost(answered, ofGateway, Duration.ZERO, wall),
        latency,
        refused);
  }

  @Override
  public void close() {
    gateway.close();
    service.close();
  }
}
