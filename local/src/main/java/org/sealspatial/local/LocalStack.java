/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.sealspatial.routes.admin.Topics;
import org.sealspatial.routes.cli.Reload;
import org.sealspatial.routes.config.Key;
import org.sealspatial.routes.config.SealConfig;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.config.ToolConfig;
import org.sealspatial.routes.wiring.Wiring;

/**
 * Everything on one machine: the broker in this JVM (unless {@code kafka.bootstrap-servers} names
 * another), the topics, and all roles in one process.
 */
public final class LocalStack implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final SealConfig config;
  private final ToolConfig tools;
  private final EmbeddedBroker broker;
  private final Wiring wiring;
  private final Map<String, String> presets;

  private LocalStack(
      SealConfig config,
      ToolConfig tools,
      EmbeddedBroker broker,
      Wiring wiring,
      Map<String, String> presets) {
    this.config = config;
    this.tools = tools;
    this.broker = broker;
    this.wiring = wiring;
    this.presets = Map.copyOf(presets);
  }

  /**
   * Returns when every role is ready.
   *
   * @param settings lays file, environment and flags over the presets it is given
   * @param ports where things listen, unless the settings say otherwise
   * @param channel how gateway and broker speak, unless the settings say otherwise
   */
  public static LocalStack start(
      Function<Map<String, String>, Settings> settings, LocalPorts ports, Channel channel)
      throws Exception {
    Settings asked = settings.apply(Map.of());
    Map<String, String> presets = LocalPresets.of(asked, ports, channel);
    Settings inForce = settings.apply(presets);
    SealConfig config = SealConfig.from(inForce);
    boolean own = !asked.has(Key.KAFKA_BOOTSTRAP_SERVERS);
    EmbeddedBroker broker = own ? startBroker(config, presets, channel) : null;
    Wiring wiring = null;
    try {
      makeTopics(config);
      wiring = new Wiring(config);
      wiring.start();
      awaitReady(wiring);
      RunningSettings.write(inForce, config.deployment().dataDir());
      return new LocalStack(config, ToolConfig.from(inForce), broker, wiring, presets);
    } catch (Exception e) { // nothing is kept of what did not start
      HalfStarted.close(e, wiring, broker);
      throw e;
    }
  }

  private static EmbeddedBroker startBroker(
      SealConfig config, Map<String, String> presets, Channel channel) throws Exception {
    Path dataDir = config.deployment().dataDir().toAbsolutePath().normalize();
    String server = presets.get(Key.KAFKA_BOOTSTRAP_SERVERS.dotted());
    int port = Integer.parseInt(server.substring(server.indexOf(':') + 1));
    Map<String, String> tls =
        channel == Channel.TLS ? LocalTls.brokerSettings(LocalTls.folder(dataDir)) : Map.of();
    return EmbeddedBroker.start(dataDir.resolve("broker"), port, tls);
  }

  private static void makeTopics(SealConfig config) throws InterruptedException {
    try (Topics topics = new Topics(config.cluster())) {
      topics.awaitBroker(PATIENCE);
      topics.create();
    }
  }

  private static void awaitReady(Wiring wiring) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!wiring.ready()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "started, but not ready after " + PATIENCE.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Whether the broker is in this JVM too. */
  public boolean hasOwnBroker() {
    return broker != null;
  }

  /** How a client of this machine trusts the gateway; empty: the platform's trust does. */
  public Optional<SSLContext> clientTrust() {
    return LocalTls.serves(config)
        ? Optional.of(LocalTls.client(config.deployment().dataDir()))
        : Optional.empty();
  }

  /** What the roles run with. */
  public SealConfig config() {
    return config;
  }

  /** What the settings were laid over. */
  public Map<String, String> presets() {
    return presets;
  }

  /** Lets changes of the settings take effect from now on. */
  public void reloadBy(Reload reload, Settings running) {
    reload.watch(running, wiring);
  }

  /** What the operator's commands run with. */
  public ToolConfig tools() {
    return tools;
  }

  /** Waits until a role was lost for good; see {@link Wiring#awaitLost}. */
  public boolean awaitLost(Duration patience) throws InterruptedException {
    return wiring.awaitLost(patience);
  }

  /** Stops the roles first, so that they can still commit, then the broker. */
  @Override
  public void close() throws Exception {
    try {
      wiring.close();
    } finally {
      if (broker != null) {
        broker.close();
      }
    }
  }
}
