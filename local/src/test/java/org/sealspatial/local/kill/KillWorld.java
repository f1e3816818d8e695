/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.kill;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.local.LocalKeys;
import org.sealspatial.local.TemporaryFolder;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.admin.Desired;
import org.sealspatial.routes.admin.OperatorKeys;
import org.sealspatial.routes.admin.TableEdits;
import org.sealspatial.routes.admin.Topics;
import org.sealspatial.routes.config.Layer;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.config.ToolConfig;
import org.sealspatial.schemas.Topic;

/** Topics, keys and tables of one test; what every process of it is told. */
final class KillWorld implements AutoCloseable {
  static final String CLIENT = "headset-fleet";
  static final String REQUESTOR = "arcade";
  static final String VAL_SERVICE = "arcade.example";
  static final CryptoProvider CRYPTO = CryptoProvider.best();

  private static final String ISSUER = "https://sim.example";

  private final String bootstrap;
  private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 8);
  private final TemporaryFolder folder = new TemporaryFolder("seal-kill");
  private final SigningKey clientKey = SigningKey.generate(Algorithm.ES256, CRYPTO);
  private final Map<String, String> settings = new HashMap<>();

  KillWorld(String bootstrap) throws Exception {
    this.bootstrap = bootstrap;
    settings.putAll(LocalKeys.in(folder.path().resolve("secrets")));
    settings.put("profile", "dev");
    settings.put("log.level", "warn");
    settings.put("topic-prefix", prefix);
    settings.put("kafka.bootstrap-servers", bootstrap);
    settings.put("replication-factor", "1");
    settings.put("partitions.requests", "4");
    settings.put("partitions.replies", "2");
    settings.put("sim.issuer", ISSUER);
    settings.put("lm.audience", "urn:seal:lm-s");
    settings.put("lm.revocations.max-staleness", "5m"); // a starved machine is not the subject
    settings.put("slice", "500ms"); // large transactions
    settings.put(
        "kafka.properties.producer.interceptor.classes", LingeringTransactions.class.getName());
    makeTopics();
  }

  private void makeTopics() throws Exception {
    ToolConfig tools = tools();
    try (Topics topics = new Topics(tools.cluster())) {
      topics.awaitBroker(Duration.ofMinutes(1));
      topics.create();
    }
    Path client = Files.writeString(folder.path().resolve("client.yaml"), client());
    Path world = folder.path().resolve("world.yaml");
    try (InputStream sample = KillWorld.class.getResourceAsStream("/kill/world.yaml")) {
      Files.write(world, sample.readAllBytes());
    }
    new TableEdits(tools.cluster(), OperatorKeys.of(tools), Clock.systemUTC())
        .apply(
            Desired.read(List.of(client, world), CRYPTO),
            new TableEdits.Options(false, false, false));
  }

  private ToolConfig tools() {
    return ToolConfig.from(new Settings(List.of(Layer.presets(settings))));
  }

  private String client() {
    ObjectNode client =
        StrictJson.object()
            .put("kind", "Client")
            .put("id", CLIENT)
            .put("requestor", REQUESTOR)
            .put("proof", "required");
    client.putArray("keys").add(clientKey.publicHalf().jwk());
    client.putArray("valUes").add("ue-*");
    client.putArray("valServices").add(VAL_SERVICE);
    return StrictJson.text(client); // JSON is YAML
  }

  /** Where the broker is. */
  String bootstrap() {
    return bootstrap;
  }

  String topic(Topic topic) {
    return topic.in(prefix);
  }

  String replies() {
    return Topic.replies(prefix, REQUESTOR);
  }

  /** The consumer group of a role. */
  String group(String role) {
    return prefix + "-" + role;
  }

  ValUe ue(String clientId, String name) {
    return new ValUe(clientId, name, VAL_SERVICE, ISSUER, clientKey);
  }

  /** The command line of a role's process. */
  List<String> commandLine(String role, int managementPort) {
    var flags = new ArrayList<String>();
    flags.add("run");
    settings.forEach((name, value) -> flags.add("--" + name + "=" + value));
    flags.add("--roles=" + role);
    flags.add("--instance=" + role + "-a");
    flags.add("--data-dir=" + folder.path().resolve(role));
    flags.add("--management.port=" + managementPort);
    return flags;
  }

  /** Where a role's process logs to; stays after the test. */
  Path log(String role) throws IOException {
    Path logs = Files.createDirectories(Path.of("target", "kill"));
    return logs.resolve(prefix + "-" + role + ".log").toAbsolutePath();
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
