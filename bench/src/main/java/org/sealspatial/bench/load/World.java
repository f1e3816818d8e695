/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.local.LocalSecrets;
import org.sealspatial.routes.admin.Desired;
import org.sealspatial.routes.admin.OperatorKeys;
import org.sealspatial.routes.admin.TableEdits;
import org.sealspatial.routes.admin.Topics;
import org.sealspatial.routes.config.Layer;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.config.ToolConfig;
import org.sealspatial.schemas.Topic;

/**
 * Topics of their own with the product's properties, signed tables that the operator's own code
 * wrote, and the settings of every process that works on them.
 */
public final class World {
  /** SIM-S. */
  public static final String ISSUER = "https://sim.example";

  /** LM-S. */
  public static final String AUDIENCE = "urn:seal:lm-s";

  private final Path folder;
  private final Fleet fleet;
  private final CryptoProvider crypto;
  private final String prefix = "b" + UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, String> settings = new HashMap<>();

  /**
   * Where worlds are made.
   *
   * @param folder keys, data folders and logs
   * @param bootstrap the broker
   */
  public record Site(Path folder, String bootstrap, Fleet fleet, CryptoProvider crypto) {}

  private World(Site site, Map<String, String> own) {
    this.folder = site.folder();
    this.fleet = site.fleet();
    this.crypto = site.crypto();
    settings.putAll(LocalSecrets.in(folder.resolve("secrets")));
    settings.put("profile", "dev");
    settings.put("log.level", "warn");
    settings.put("topic-prefix", prefix);
    settings.put("kafka.bootstrap-servers", site.bootstrap());
    settings.put("replication-factor", "1");
    settings.put("partitions.requests", "4");
    settings.put("partitions.replies", "4");
    settings.put("workers", "1");
    settings.put("sim.issuer", ISSUER);
    settings.put("lm.audience", AUDIENCE);
    settings.put("lm.revocations.max-staleness", "5m"); // a starved machine is not the subject
    settings.put("lm.max-token-lifetime", "PT1H");
    settings.putAll(own);
  }

  /** Makes topics and tables; own settings win over the bench's. */
  public static World make(Site site, Map<String, String> own)
      throws IOException, InterruptedException {
    var world = new World(site, own);
    world.makeTopics();
    world.makeTables();
    return world;
  }

  private void makeTopics() throws InterruptedException {
    try (Topics topics = new Topics(tools().cluster())) {
      topics.awaitBroker(Duration.ofMinutes(2));
      topics.create();
    }
  }

  private void makeTables() throws IOException, InterruptedException {
    Path clients = Files.writeString(folder.resolve(prefix + "-clients.yaml"), fleet.documents());
    Path rest = folder.resolve(prefix + "-world.yaml");
    try (InputStream sample = World.class.getResourceAsStream("/bench/world.yaml")) {
      Files.write(rest, sample.readAllBytes());
    }
    edits()
        .apply(
            Desired.read(List.of(clients, rest), crypto),
            new TableEdits.Options(false, false, false));
  }

  /** The operator's hand. */
  public TableEdits edits() {
    ToolConfig tools = tools();
    return new TableEdits(tools.cluster(), OperatorKeys.of(tools), Clock.systemUTC());
  }

  /** What the operator's commands run with. */
  public ToolConfig tools() {
    return ToolConfig.from(new Settings(List.of(Layer.presets(settings))));
  }

  /** The value of a setting. */
  public String setting(String name) {
    return settings.get(name);
  }

  /** Partitions of the request topics. */
  public int partitions() {
    return Integer.parseInt(setting("partitions.requests"));
  }

  /** Who asks. */
  public Fleet fleet() {
    return fleet;
  }

  /** Who signs for the load. */
  public CryptoProvider crypto() {
    return crypto;
  }

  /** Where files go that worlds of one run share. */
  Path folder() {
    return folder;
  }

  /** Where the broker is. */
  public String bootstrap() {
    return setting("kafka.bootstrap-servers");
  }

  /** The full name of a topic. */
  public String topic(Topic topic) {
    return topic.in(prefix);
  }

  /** The topic of the fleet's replies. */
  public String replies() {
    return Topic.replies(prefix, Fleet.REQUESTOR);
  }

  /** The topic of the gateways' replies. */
  public String gatewayReplies() {
    return Topic.replies(prefix, Topic.GATEWAY_REQUESTOR);
  }

  /** The consumer group of a role. */
  public String group(String role) {
    return prefix + "-" + role;
  }

  /** Where a process logs to. */
  public Path log(String process) {
    return folder.resolve(prefix + "-" + process + ".log");
  }

  /** The command line of a role's process, as an operator gives it. */
  public List<String> commandLine(String role, String instance, int managementPort) {
    var flags = new ArrayList<String>();
    flags.add("run");
    settings.forEach((name, value) -> flags.add("--" + name + "=" + value));
    flags.add("--roles=" + role);
    flags.add("--instance=" + role + "-" + instance);
    flags.add("--data-dir=" + folder.resolve(prefix + "-" + role + "-" + instance));
    flags.add("--management.port=" + managementPort);
    return flags;
  }
}
