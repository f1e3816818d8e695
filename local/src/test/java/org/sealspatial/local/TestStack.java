/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.lm.token.Forge;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.HttpValUe;
import org.sealspatial.local.ue.KafkaValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.admin.AuditTail;
import org.sealspatial.routes.admin.KeyEdits;
import org.sealspatial.routes.admin.Topics;
import org.sealspatial.routes.cli.Reload;
import org.sealspatial.routes.config.Effective;
import org.sealspatial.routes.config.Layer;
import org.sealspatial.routes.config.SealConfig;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.config.ToolConfig;
import org.sealspatial.routes.testing.Ports;
import org.sealspatial.routes.wiring.Wiring;
import org.sealspatial.schemas.Topic;
import org.sealspatial.schemas.v1.AuditRecord;

/** The roles under test on a real broker, with the sample world and topics of their own. */
final class TestStack implements AutoCloseable {
  static final CryptoProvider CRYPTO = CryptoProvider.best();

  private static final List<String> SHARED_KEYS =
      List.of(
          "trust.operator",
          "trust.sim",
          "sim.signing-key",
          "sim.certificate",
          "sim.jti-key",
          "audit.pseudonym-key");

  private final TemporaryFolder folder;
  private final String prefix;
  private final String bootstrap;
  private final Forge clientForge = Forge.fresh();
  private Path settingsFile;
  private final Map<String, String> more = new HashMap<>();
  private LocalStack stack;
  private Reload reload;
  private KafkaValUe kafka;

  private TestStack(String bootstrap) throws Exception {
    this.bootstrap = bootstrap;
    this.prefix = "t" + UUID.randomUUID().toString().substring(0, 8);
    this.folder = new TemporaryFolder("seal-test");
  }

  /** All roles and the sample world; flags as on the command line. */
  static TestStack start(String bootstrap, String... flags) throws Exception {
    var stack = new TestStack(bootstrap);
    stack.startRoles(flags);
    DemoWorld.apply(stack.stack, stack.clientKey(), CRYPTO);
    stack.listen();
    return stack;
  }

  /** The same with a settings file, which is watched from then on, and SIGHUP. */
  static TestStack startWatching(String bootstrap, Path settingsFile, Map<String, String> more)
      throws Exception {
    var stack = new TestStack(bootstrap);
    stack.settingsFile = settingsFile;
    stack.more.putAll(more);
    stack.startRoles();
    DemoWorld.apply(stack.stack, stack.clientKey(), CRYPTO);
    stack.listen();
    stack.reload = new Reload(() -> stack.settings(stack.stack.presets(), List.of()));
    stack.stack.reloadBy(stack.reload, stack.settings(stack.stack.presets(), List.of()));
    stack.reload.onHangUp();
    return stack;
  }

  /** What the operator's commands run with, with these flags besides. */
  ToolConfig tools(String... flags) {
    return ToolConfig.from(settings(stack.presets(), List.of(flags)));
  }

  /** The token keys as SIM-S itself may edit them. */
  KeyEdits keyEdits() throws Exception {
    SealConfig config = stack.config();
    return new KeyEdits(
        config.cluster(),
        PemFiles.anchors(config.trust().sim().path(), CRYPTO),
        config.sim().orElseThrow().signing().key().open(CRYPTO),
        CRYPTO,
        Clock.systemUTC());
  }

  /** What the settings and their files say now. */
  Effective effective() {
    return Effective.of(settings(stack.presets(), List.of()));
  }

  /** Starts the roles anew, on the same topics and keys. */
  void restart(String... flags) throws Exception {
    close(kafka);
    close(stack);
    startRoles(flags);
    listen();
  }

  /**
   * One more process of some roles, with a name of its own, on the topics and keys of the stack.
   */
  Wiring beside(String name, String... flags) {
    var all = new ArrayList<>(List.of(flags));
    all.add("--instance=" + name);
    all.add("--data-dir=" + folder.path().resolve(name));
    all.add("--management.port=" + Ports.free()); // Camel takes 0 for one port
    return new Wiring(SealConfig.from(settings(stack.presets(), all)));
  }

  /** Deletes a topic with all that is in it, and makes it again as the operator would. */
  void makeAnew(Topic which) throws Exception {
    String name = topic(which);
    try (Admin admin = Admin.create(clientProperties());
        Topics topics = new Topics(stack.config().cluster())) {
      admin.deleteTopics(List.of(name)).all().get();
      await(name + " is gone")
          .atMost(Duration.ofSeconds(60))
          .until(() -> !admin.listTopics().names().get().contains(name));
      topics.create();
    }
  }

  private void startRoles(String... flags) throws Exception {
    var arguments = new ArrayList<>(List.of(flags));
    this.stack =
        LocalStack.start(given -> settings(given, arguments), LocalPorts.anyFree(), Channel.TLS);
  }

  /** Starts another instance on the same topics and keys, with a data folder of its own. */
  LocalStack another(Path dataDir, String... flags) throws Exception {
    var arguments = new ArrayList<>(List.of(flags));
    arguments.add("--data-dir=" + dataDir);
    SHARED_KEYS.forEach(key -> arguments.add("--" + key + "=" + stack.presets().get(key)));
    return LocalStack.start(given -> settings(given, arguments), LocalPorts.anyFree(), Channel.TLS);
  }

  private Map<String, String> own() {
    var presets = new HashMap<>(more);
    presets.put("data-dir", folder.path().toString());
    presets.put("log.level", "warn");
    presets.put("slice", "5ms"); // many tests ask one request after the other
    presets.put("sim.issuer", "https://sim.example"); // the same after a restart on other ports
    presets.put("topic-prefix", prefix);
    presets.put("kafka.bootstrap-servers", bootstrap);
    presets.put("replication-factor", "1");
    presets.put("partitions.requests", "4");
    presets.put("partitions.replies", "2");
    return presets;
  }

  private Settings settings(Map<String, String> given, List<String> flags) {
    var all = new HashMap<>(given);
    all.putAll(own());
    var layers = new ArrayList<>(List.of(Layer.presets(all), Layer.flags(flags)));
    if (settingsFile != null) {
      layers.add(Layer.file(settingsFile));
    }
    return new Settings(layers);
  }

  private void listen() {
    this.kafka = new KafkaValUe(clientProperties(), prefix, DemoWorld.REQUESTOR);
  }

  Map<String, Object> clientProperties() {
    return stack.config().cluster().kafka().clientProperties();
  }

  LocalStack stack() {
    return stack;
  }

  KafkaValUe kafka() {
    return kafka;
  }

  /** The client's key pair, to sign anything whatever with. */
  Forge clientForge() {
    return clientForge;
  }

  SigningKey clientKey() {
    return clientForge.key();
  }

  String topic(Topic topic) {
    return topic.in(prefix);
  }

  String prefix() {
    return prefix;
  }

  String gatewayUrl() {
    return DemoWorld.gatewayUrl(stack);
  }

  ValUe ue(String name) {
    return ue(name, clientKey());
  }

  ValUe ue(String name, SigningKey key) {
    return new ValUe(
        DemoWorld.CLIENT,
        name,
        DemoWorld.VAL_SERVICE,
        stack.config().sim().orElseThrow().issuer().toString(),
        key);
  }

  /** A client of the JDK that trusts the gateway. */
  HttpClient.Builder client() {
    return HttpClient.newBuilder().sslContext(stack.clientTrust().orElseThrow());
  }

  HttpValUe http(ValUe ue) {
    return new HttpValUe(gatewayUrl(), ue, stack.clientTrust());
  }

  List<AuditRecord> audit() {
    return new AuditTail(stack.config().cluster()).all();
  }

  @Override
  public void close() throws Exception {
    close(reload);
    close(kafka);
    close(stack);
    folder.close();
  }

  private static void close(AutoCloseable part) throws Exception {
    if (part != null) {
      part.close();
    }
  }
}
