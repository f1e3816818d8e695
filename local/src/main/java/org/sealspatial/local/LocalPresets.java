/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.sealspatial.routes.config.Key;
import org.sealspatial.routes.config.Settings;

/** What one machine needs no operator for; every setting that was asked for wins over it. */
public final class LocalPresets {
  private final Settings asked;
  private final Map<String, String> presets = new TreeMap<>();

  private LocalPresets(Settings asked) {
    this.asked = asked;
  }

  static Map<String, String> of(Settings asked, LocalPorts ports, Channel channel) {
    LocalPresets all = new LocalPresets(asked);
    all.process();
    all.listeners(ports);
    all.channel(channel);
    all.cluster(ports.broker(), channel);
    all.presets.putAll(LocalSecrets.in(all.dataDir().resolve("secrets")));
    return all.presets;
  }

  private void process() {
    put(Key.PROFILE, "dev");
    put(Key.DATA_DIR, defaultDataDir().toString());
  }

  private void listeners(LocalPorts ports) {
    port(Key.GATEWAY_PORT, ports.gateway());
    port(Key.MANAGEMENT_PORT, ports.management());
    put(Key.GATEWAY_HOST, Key.GATEWAY_HOST.defaultText().orElseThrow());
    put(Key.LM_AUDIENCE, "urn:seal:lm-s");
  }

  private void channel(Channel channel) {
    boolean tls = channel == Channel.TLS || asked.has(Key.GATEWAY_TLS_KEY);
    if (tls && !asked.has(Key.GATEWAY_TLS_KEY)) {
      presets.putAll(LocalTls.in(LocalTls.folder(dataDir()), text(Key.GATEWAY_HOST)));
    }
    put(Key.SIM_ISSUER, (tls ? "https" : "http") + "://127.0.0.1:" + text(Key.GATEWAY_PORT));
  }

  private void cluster(int brokerPort, Channel channel) {
    if (!asked.has(Key.KAFKA_BOOTSTRAP_SERVERS)) {
      if (channel == Channel.TLS) {
        presets.putAll(LocalTls.kafka(LocalTls.folder(dataDir())));
      }
      int port = FreePort.orTaken(brokerPort, "--broker-port");
      put(Key.KAFKA_BOOTSTRAP_SERVERS, "127.0.0.1:" + port);
      put(Key.REPLICATION_FACTOR, "1");
      put(Key.PARTITIONS_REQUESTS, "4");
      put(Key.PARTITIONS_REPLIES, "4");
    }
  }

  private void port(Key key, int port) {
    if (!asked.has(key)) {
      put(key, String.valueOf(FreePort.orTaken(port, "--" + key)));
    }
  }

  private void put(Key key, String text) {
    presets.put(key.dotted(), text);
  }

  private String text(Key key) {
    return asked.has(key) ? asked.inForce(key).orElseThrow().text() : presets.get(key.dotted());
  }

  private Path dataDir() {
    return Path.of(text(Key.DATA_DIR)).toAbsolutePath().normalize();
  }

  /** Where everything is kept when nobody says otherwise. */
  public static Path defaultDataDir() {
    return home().resolve("data");
  }

  /** The launcher says where the checkout is; without it, here. */
  private static Path home() {
    return Path.of(System.getProperty("seal.home", "")).toAbsolutePath();
  }
}
