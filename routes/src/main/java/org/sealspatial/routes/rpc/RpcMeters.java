/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;
import org.sealspatial.schemas.FailureCause;

/** What a gateway counts about its calls. */
final class RpcMeters {
  private final MeterRegistry registry;
  private final Counter timeouts;
  private final Counter late;
  private final Counter unmatched;
  private final Counter mismatched;
  private final Counter unreadable;
  private final Timer answered;

  RpcMeters(MeterRegistry registry) {
    this.registry = registry;
    timeouts = counter("seal.gateway.timeouts", "Calls without an answer within their wait");
    late = counter("seal.gateway.replies.late", "Answers that came after the wait; dropped");
    unmatched =
        counter(
            "seal.gateway.replies.unmatched", "Answers to calls of others, or unknown; dropped");
    mismatched =
        counter(
            "seal.gateway.replies.mismatched",
            "Answers with a known correlation id but another client or digest; dropped");
    unreadable = counter("seal.gateway.replies.unreadable", "Records that are no answer; dropped");
    answered =
        Timer.builder("seal.gateway.answered")
            .description("From send to answer")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  void inFlight(Supplier<Number> count) {
    Gauge.builder("seal.gateway.in.flight", count)
        .description("Calls that wait for their answer")
        .register(registry);
  }

  void refused(FailureCause cause) {
    Counter.builder("seal.gateway.refusals")
        .description("What the gateway refused before Kafka")
        .tag("cause", cause.name())
        .register(registry)
        .increment();
  }

  void timeout() {
    timeouts.increment();
  }

  void late() {
    late.increment();
  }

  void unmatched() {
    unmatched.increment();
  }

  void mismatched() {
    mismatched.increment();
  }

  void unreadable() {
    unreadable.increment();
  }

  void answered(long nanos) {
    answered.record(nanos, java.util.concurrent.TimeUnit.NANOSECONDS);
  }
}
