/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.sealspatial.jose.Base64Url;
import org.sealspatial.routes.config.GatewayConfig;
import org.sealspatial.routes.config.LogConfig;
import org.sealspatial.routes.config.SealConfig;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.config.TlsConfig;
import org.sealspatial.routes.tls.UnfitTls;
import org.sealspatial.routes.wiring.Wiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts changes of the settings file and of the files of TLS in force while the process runs, all of
 * a change or nothing. What is not valid, or needs a restart, is refused, logged and counted once,
 * and the old settings stay.
 */
public final class Reload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final String METER = "seal.config.reloads";

  private final Optional<Path> file;
  private final Supplier<Settings> read;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(Reload::daemon);
  private Settings running;
  private Wiring wiring;
  private List<Path> tlsFiles;
  private String known;
  private String unsettled = "";

  /**
   * Looks at nothing yet.
   *
   * @param file the settings file, if there is one
   * @param read reads all settings anew
   */
  public Reload(Optional<Path> file, Supplier<Settings> read) {
    this.file = file;
    this.read = read;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "seal-reload");
    thread.setDaemon(true);
    return thread;
  }

  /** From now on changes take effect within a few seconds. */
  public void watch(Settings settings, Wiring process) {
    running = settings;
    wiring = process;
    tlsFiles = tlsFiles(SealConfig.from(settings));
    known = content();
    for (String outcome : List.of("applied", "refused")) { // 0 until one happens
      metrics().counter(METER, "outcome", outcome);
    }
    looks.scheduleWithFixedDelay(
        this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private MeterRegistry metrics() {
    return wiring.metrics();
  }

  /**
   * Files may be written one after the other: a change counts when it stays as it is for a look.
   */
  private void look() {
    String now = content();
    if (now.equals(known)) {
      return;
    }
    if (!now.equals(unsettled)) {
      unsettled = now;
      return;
    }
    known = now;
    reload();
  }

  private void reload() {
    try {
      Settings next = read.get();
      SealConfig config = SealConfig.from(next);
      List<String> fixed = running.changed(next, false);
      if (!fixed.isEmpty()) {
        refused("needs a restart: " + String.join(", ", fixed));
        return;
      }
      wiring.change(config);
      LogLines.apply(LogConfig.from(next));
      LOG.info("settings and TLS files are read anew; changed: {}", running.changed(next, true));
      running = next;
      tlsFiles = tlsFiles(config);
      known = content(); // of other files now
      metrics().counter(METER, "outcome", "applied").increment();
    } catch (UnfitTls | RuntimeException e) {
      refused(e.getMessage());
    }
  }

  private void refused(String why) {
    metrics().counter(METER, "outcome", "refused").increment();
    LOG.error("new settings are refused, the old ones stay: {}", why);
  }

  private static List<Path> tlsFiles(SealConfig config) {
    return config
        .gateway()
        .flatMap(GatewayConfig::tls)
        .map(TlsConfig::files)
        .map(files -> files.all())
        .orElse(List.of());
  }

  private String content() {
    List<Path> files = new ArrayList<>(tlsFiles);
    file.ifPresent(files::add);
    StringBuilder all = new StringBuilder();
    for (Path path : files) {
      all.append(path).append('=').append(content(path)).append('\n');
    }
    return Base64Url.sha256(all.toString());
  }

  private static String content(Path path) {
    try {
      // modes count: a key that others may read is refused
      return Files.getPosixFilePermissions(path)
          + HexFormat.of().formatHex(Files.readAllBytes(path));
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
