/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when certificates end: as a metric at all times, and once a day in the log near the end. */
public final class ExpiryWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExpiryWatch.class);
  private static final Duration AGAIN = Duration.ofDays(1);
  private static final Duration LOOK = Duration.ofHours(1);

  private final MeterRegistry registry;
  private final Clock clock;
  private final List<Watched> all = new CopyOnWriteArrayList<>();
  private final Map<String, Instant> told = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(ExpiryWatch::thread);

  private record Watched(String name, Duration notice, Supplier<Optional<Instant>> end) {}

  /** A watch that looks each hour; {@link #look} looks at once. */
  public ExpiryWatch(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    timer.scheduleAtFixedRate(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "seal-expiry");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Watches one more certificate.
   *
   * @param name such as sim.certificate
   * @param notice how long before its end the log says so
   * @param end when it ends; absent: there is none now
   */
  public void watch(String name, Duration notice, Supplier<Optional<Instant>> end) {
    Watched watched = new Watched(name, notice, end);
    all.add(watched);
    Gauge.builder("seal.certificate.expires", watched, this::seconds)
        .description("Time until the certificate ends; negative: it has ended")
        .baseUnit("seconds")
        .tag("certificate", name)
        .strongReference(true)
        .register(registry);
    look();
  }

  private double seconds(Watched watched) {
    return watched
        .end()
        .get()
        .map(end -> (double) Duration.between(clock.instant(), end).toSeconds())
        .orElse(Double.NaN);
  }

  /** Tells of each certificate that ends soon, unless it did so less than a day ago. */
  public void look() {
    all.forEach(this::look);
  }

  private void look(Watched watched) {
    Instant now = clock.instant();
    Optional<Instant> end = watched.end().get();
    if (end.isEmpty() || now.plus(watched.notice()).isBefore(end.get())) {
      told.remove(watched.name());
      return;
    }
    Instant last = told.get(watched.name());
    if (last == null || !now.isBefore(last.plus(AGAIN))) {
      told.put(watched.name(), now);
      LOG.error(
          "ALARM: the certificate {} ends at {}, {} days from now",
          watched.name(),
          end.get(),
          Duration.between(now, end.get()).toDays());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
