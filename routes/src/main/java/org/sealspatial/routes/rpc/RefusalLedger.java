/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.Wire;
import org.sealspatial.schemas.v1.GatewayRefusals;

/**
 * Counts what the gateway refuses before Kafka and writes the sums to the audit topic, at most one
 * record an interval and none for an interval without refusals: a flood of refusals is no flood of
 * audit records, and the sums stay exact.
 *
 * <p>A record that Kafka did not take is kept and sent again unchanged, so that a reader can tell a
 * repetition by instance and {@code from}.
 */
public final class RefusalLedger {
  private final RequestSender sender;
  private final String topic;
  private final String instance;
  private final RpcMeters meters;
  private final Clock clock;
  private final Wire wire = new Wire();
  private final Map<FailureCause, AtomicLong> counts = new EnumMap<>(FailureCause.class);
  private Instant from;
  private GatewayRefusals unsent;

  RefusalLedger(RequestSender sender, RpcSettings settings, RpcMeters meters, Clock clock) {
    this.sender = sender;
    this.topic = Topic.AUDIT.in(settings.prefix());
    this.instance = "gateway/" + settings.instanceId();
    this.meters = meters;
    this.clock = clock;
    this.from = now();
    for (FailureCause cause : FailureCause.values()) {
      counts.put(cause, new AtomicLong());
    }
  }

  /** One more refusal. */
  public void count(FailureCause cause) {
    counts.get(cause).incrementAndGet();
    meters.refused(cause);
  }

  /** Writes what was counted since the last time. */
  synchronized void publish() {
    if (unsent == null) {
      unsent = sums();
    }
    if (unsent != null) {
      GatewayRefusals sums = unsent;
      unsent = null;
      sender.send(
          RequestSender.message(topic, instance, wire.encode(sums), Map.of()),
          cause -> putBack(sums));
    }
  }

  private synchronized void putBack(GatewayRefusals sums) {
    if (unsent == null) {
      unsent = sums;
    } else {
      sums.getCounts().forEach(this::addBack); // a later record waits already: keep the sum
    }
  }

  private void addBack(String cause, long count) {
    counts.get(FailureCause.valueOf(cause)).addAndGet(count);
  }

  private GatewayRefusals sums() {
    var sums = new HashMap<String, Long>();
    counts.forEach(
        (cause, count) -> {
          long sum = count.getAndSet(0);
          if (sum > 0) {
            sums.put(cause.name(), sum);
          }
        });
    Instant until = now();
    Instant since = from;
    from = until;
    return sums.isEmpty() ? null : new GatewayRefusals(instance, since, until, sums);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
