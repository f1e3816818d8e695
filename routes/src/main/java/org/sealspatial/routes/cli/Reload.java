/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.sealspatial.routes.admin.ConfigLedger;
import org.sealspatial.routes.config.Effective;
import org.sealspatial.routes.config.InvalidConfig;
import org.sealspatial.routes.config.Key;
import org.sealspatial.routes.config.LogConfig;
import org.sealspatial.routes.config.SealConfig;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.wiring.Unchanged;
import org.sealspatial.routes.wiring.Wiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts changes of settings, and of the files of trust and TLS, in force while the process runs, all
 * of a change or nothing. What is not valid, or needs a restart, is refused and the old stays.
 * Either way it is logged, counted and audited as CONFIG_CHANGED.
 */
public final class Reload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final String METER = "seal.config.reloads";

  private final Supplier<Settings> read;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(Reload::daemon);
  private volatile Wiring wiring; // set last
  private ConfigLedger ledger;
  private HangUp hangUp;
  private Effective running;
  private Effective known;
  private Effective unsettled;

  /** Looks at nothing yet; with what reads all settings anew. */
  public Reload(Supplier<Settings> read) {
    this.read = read;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "seal-reload");
    thread.setDaemon(true);
    return thread;
  }

  /** From now on changes take effect within a few seconds. */
  public void watch(Settings settings, Wiring process) {
    running = Effective.of(settings);
    known = running;
    unsettled = running;
    ledger = process.ledger();
    wiring = process;
    for (String outcome : List.of("applied", "refused")) { // 0 until one happens
      metrics().counter(METER, "outcome", outcome);
    }
    looks.scheduleWithFixedDelay(
        () -> look(false), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * From now on SIGHUP has everything read at once, also what was refused before; nothing, and not
   * the end of the process, before {@link #watch}.
   */
  public void onHangUp() {
    hangUp = HangUp.runs(() -> looks.execute(() -> look(true)));
  }

  private MeterRegistry metrics() {
    return wiring.metrics();
  }

  /**
   * Files may be written one after the other: a change counts when it stays as it is for a look, or
   * at once when somebody asks for it.
   */
  private void look(boolean asked) {
    if (wiring == null) {
      return;
    }
    try {
      Effective now = Effective.of(read.get());
      boolean settled = now.sameAs(unsettled);
      unsettled = now;
      if (asked || settled && !now.sameAs(known)) {
        take(now);
      }
    } catch (RuntimeException e) {
      LOG.error("settings can't be looked at: {}", e.getClass().getSimpleName()); // and again soon
    }
  }

  private void take(Effective next) {
    known = next;
    if (running.sameAs(next)) {
      LOG.info("the settings are as they were");
      return;
    }
    List<String> changed = running.changed(next, true);
    List<String> fixed = running.changed(next, false);
    try {
      SealConfig config = SealConfig.from(next.settings());
      if (!fixed.isEmpty()) {
        refused("NEEDS_RESTART", fixed, next, "needs a restart: " + String.join(", ", fixed));
        return;
      }
      wiring.change(config);
      LogLines.apply(LogConfig.from(next.settings()));
      applied(changed, next);
    } catch (InvalidConfig e) {
      refused("INVALID", atFault(e, changed, fixed), next, e.getMessage());
    } catch (Unchanged e) {
      refused("UNFIT", changed, next, e.getMessage());
    } catch (RuntimeException e) {
      refused("FAILED", changed, next, e.getClass().getName()); // its text is not ours
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the process ends
    }
  }

  /** Names of ours only: an unknown one is somebody's text. */
  private static List<String> atFault(InvalidConfig e, List<String> changed, List<String> fixed) {
    List<String> names = new ArrayList<>();
    e.problems().stream()
        .map(InvalidConfig.Problem::name)
        .filter(name -> Key.named(name).isPresent())
        .forEach(names::add);
    names.addAll(changed);
    names.addAll(fixed);
    return names.stream().distinct().toList();
  }

  private void applied(List<String> changed, Effective next) {
    LOG.info("settings and files are read anew; changed: {}", changed);
    note(Optional.empty(), changed, next);
    running = next;
    metrics().counter(METER, "outcome", "applied").increment();
  }

  private void refused(String reason, List<String> settings, Effective next, String why) {
    LOG.error("new settings are refused, the old ones stay: {}", why);
    note(Optional.of(reason), settings, next);
    metrics().counter(METER, "outcome", "refused").increment();
  }

  private void note(Optional<String> refusal, List<String> settings, Effective next) {
    ledger.note(
        new ConfigLedger.Change(refusal, settings, running.digest(), next.digest()), Instant.now());
  }

  @Override
  public void close() {
    if (hangUp != null) {
      hangUp.close();
    }
    looks.shutdownNow();
    if (ledger != null) {
      ledger.close();
    }
  }
}
