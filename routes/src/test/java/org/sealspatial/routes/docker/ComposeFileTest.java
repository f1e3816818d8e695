/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealspatial.routes.docker.ComposeFile.environment;
import static org.sealspatial.routes.docker.ComposeFile.map;
import static org.sealspatial.routes.docker.ComposeFile.texts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import kafka.server.KafkaConfig;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.routes.cli.SealCommand;
import org.sealspatial.routes.config.Key;
import org.sealspatial.routes.config.Layer;
import org.sealspatial.routes.config.Profile;
import org.sealspatial.routes.config.Role;
import org.sealspatial.routes.config.SealConfig;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.config.ToolConfig;
import org.sealspatial.routes.testing.Programs;

/** Everything docker/ says must be something the program, or the broker, knows. */
class ComposeFileTest {
  private static final String SECRETS = "/run/secrets/";

  /** What the script makes. */
  @TempDir static Path keys;

  private ComposeFile compose;
  private String dockerfile;

  @BeforeAll
  static void make_the_keys() throws IOException, InterruptedException {
    Programs.require("openssl", "ComposeFileTest");
    var script =
        new ProcessBuilder(
            "sh", ComposeFile.FOLDER.resolve("make-keys.sh").toString(), keys + "/made");
    Path log = keys.resolve("log");
    Process made = script.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertTrue(made.waitFor(1, TimeUnit.MINUTES), "make-keys.sh does not end");
    assertEquals(0, made.exitValue(), () -> text(log));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void read() throws IOException {
    compose = new ComposeFile();
    dockerfile = Files.readString(ComposeFile.FOLDER.resolve("Dockerfile"));
  }

  @Test
  void each_role_is_a_service_of_its_own_that_the_program_would_start() throws IOException {
    Set<Role> started = new TreeSet<>();
    for (var service : running().values()) {
      SealConfig config = SealConfig.from(settings(service));
      assertEquals(1, config.deployment().roles().size());
      started.addAll(config.deployment().roles());
    }
    assertEquals(Set.of(Role.values()), started);
  }

  @Test
  void the_tools_find_the_cluster_and_the_operators_key() throws IOException {
    assertEquals(
        "seal", ToolConfig.from(settings(compose.ours().get("topics"))).cluster().topicPrefix());
    assertTrue(ToolConfig.from(settings(compose.ours().get("tools"))).operatorKey().isPresent());
  }

  @Test
  void every_variable_and_command_is_known() {
    compose
        .ours()
        .forEach(
            (name, service) -> {
              assertEquals(List.of(), Layer.environment(environment(service)).problems(), name);
              SealCommand.commandLine().parseArgs(texts(service, "command").toArray(new String[0]));
            });
  }

  @Test
  void a_service_has_the_secrets_it_names_and_no_other() {
    Set<String> used = new TreeSet<>();
    compose
        .ours()
        .forEach(
            (name, service) -> {
              Set<String> named = new TreeSet<>();
              environment(service).values().stream()
                  .filter(text -> text.startsWith(SECRETS))
                  .forEach(text -> named.add(text.substring(SECRETS.length())));
              assertEquals(named, new TreeSet<>(texts(service, "secrets")), name);
              used.addAll(named);
            });
    compose.brokers().values().forEach(broker -> used.addAll(texts(broker, "secrets")));
    assertEquals(used, new TreeSet<>(compose.secretNames()));
  }

  @Test
  void the_private_key_of_sim_is_seen_by_sim_alone() {
    compose
        .services()
        .forEach(
            (name, service) ->
                assertEquals(
                    name.equals("sim"), texts(service, "secrets").contains("sim-key.pem"), name));
  }

  @Test
  void ours_run_without_privileges_on_a_read_only_file_system() {
    compose
        .ours()
        .forEach(
            (name, service) -> {
              assertEquals(true, service.get("read_only"), name);
              assertEquals(List.of("ALL"), texts(service, "cap_drop"), name);
              assertEquals("10001:10001", service.get("user"), name);
              String writable = String.join(" ", texts(service, "tmpfs"));
              assertTrue(writable.contains(defaultOf("SEAL_DATA_DIR")), name);
            });
  }

  @Test
  void what_is_published_is_where_the_gateway_listens() throws IOException {
    compose
        .services()
        .forEach(
            (name, service) -> assertEquals(name.equals("gateway"), service.get("ports") != null));
    Map<String, Object> gateway = compose.ours().get("gateway");
    String published = texts(gateway, "ports").get(0);
    var listener = SealConfig.from(settings(gateway)).gateway().orElseThrow().listener();
    assertEquals("0.0.0.0", listener.host());
    assertTrue(published.endsWith(":" + listener.port()), published);
    assertTrue(dockerfile.contains("EXPOSE " + listener.port()));
  }

  @Test
  void what_is_waited_for_exists() {
    compose
        .services()
        .forEach(
            (name, service) ->
                assertTrue(
                    compose
                        .services()
                        .keySet()
                        .containsAll(map(service.get("depends_on")).keySet()),
                    name));
    running()
        .forEach(
            (name, service) ->
                assertEquals(
                    Map.of("condition", "service_completed_successfully"),
                    map(service.get("depends_on")).get("topics"),
                    name));
  }

  @Test
  void roles_connect_to_the_brokers_there_are() throws IOException {
    for (var service : running().values()) {
      List<String> servers =
          SealConfig.from(settings(service)).cluster().kafka().bootstrapServers();
      Set<String> advertised = new TreeSet<>();
      compose
          .brokers()
          .values()
          .forEach(
              broker ->
                  advertised.add(
                      environment(broker)
                          .get("KAFKA_ADVERTISED_LISTENERS")
                          .replace("CLIENTS://", "")));
      assertEquals(advertised, new TreeSet<>(servers));
    }
  }

  @Test
  void the_broker_takes_every_variable_it_is_given() {
    Set<Object> ids = new TreeSet<>();
    compose
        .brokers()
        .forEach(
            (name, broker) -> {
              Map<String, String> properties = kafkaProperties(environment(broker));
              KafkaConfig config = new KafkaConfig(properties, false);
              assertTrue(
                  config.values().keySet().containsAll(properties.keySet()), properties::toString);
              ids.add(properties.get("node.id"));
              assertTrue(
                  properties
                      .get("controller.quorum.voters")
                      .contains(properties.get("node.id") + "@" + name + ":"));
            });
    assertEquals(Set.of("1", "2", "3"), ids);
  }

  @Test
  void brokers_and_roles_shake_hands_by_the_keys_the_script_makes_and_by_no_other_name()
      throws IOException {
    Map<String, Object> role =
        SealConfig.from(settings(running().get("lm"))).cluster().kafka().clientProperties();
    for (String name : compose.brokers().keySet()) {
      Map<String, String> properties = kafkaProperties(environment(compose.brokers().get(name)));
      properties.replaceAll(
          (property, text) -> text.startsWith(SECRETS) ? made(text).toString() : text);
      var broker = new KafkaConfig(properties, false);
      for (String listener : List.of("clients", "controller")) {
        Map<String, ?> server = broker.valuesWithPrefixOverride("listener.name." + listener + ".");

        assertEquals("CN=seal", Handshake.caller(new AdminClientConfig(role), name, server));
        assertThrows(
            SSLException.class,
            () -> Handshake.caller(new AdminClientConfig(role), "elsewhere", server));
        assertThrows(
            SSLException.class,
            () -> Handshake.caller(new AdminClientConfig(withoutKey(role)), name, server));
      }
      assertTrue(
          environment(compose.brokers().get(name))
              .get("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP")
              .matches("CLIENTS:SSL,CONTROLLER:SSL"));
    }
  }

  private static Map<String, Object> withoutKey(Map<String, Object> client) {
    Map<String, Object> bare = new TreeMap<>(client);
    bare.keySet().removeIf(property -> property.startsWith("ssl.keystore."));
    return bare;
  }

  @Test
  void the_profile_is_production_and_the_gateway_speaks_tls_by_the_same_ca() throws Exception {
    for (var service : running().values()) {
      SealConfig config = SealConfig.from(settings(service));
      assertEquals(Profile.PRODUCTION, config.deployment().profile());
    }
    var gateway = SealConfig.from(settings(running().get("gateway"))).gateway().orElseThrow();
    Path certificate = gateway.tls().orElseThrow().certificate().orElseThrow().path();
    var ca = PemFiles.certificates(made(SECRETS + "ca.pem")).get(0);
    PemFiles.certificates(certificate).get(0).verify(ca.getPublicKey());
  }

  private static Map<String, String> kafkaProperties(Map<String, String> environment) {
    Map<String, String> properties = new TreeMap<>();
    environment.forEach(
        (name, text) -> {
          if (name.startsWith("KAFKA_")) {
            String part = name.substring("KAFKA_".length());
            properties.put(part.toLowerCase(Locale.ROOT).replace('_', '.'), text);
          }
        });
    return properties;
  }

  @Test
  void the_image_starts_a_class_and_commands_there_are() throws Exception {
    for (String instruction : List.of("ENTRYPOINT", "HEALTHCHECK")) {
      List<String> words = words(instruction);
      int main = words.indexOf("org.sealspatial.routes.SealApplication");
      Class.forName(words.get(main));
      String[] command = words.subList(main + 1, words.size()).toArray(new String[0]);
      SealCommand.commandLine().parseArgs(command);
    }
    SealCommand.commandLine().parseArgs(words("\nCMD").toArray(new String[0]));
    assertFalse(Pattern.compile("USER (root|0)").matcher(dockerfile).find());
    assertEquals("/var/lib/seal", defaultOf("SEAL_DATA_DIR"));
    assertEquals("SEAL_DATA_DIR", Key.DATA_DIR.environment());
  }

  @Test
  void the_build_takes_every_argument_it_is_given() {
    compose
        .ours()
        .values()
        .forEach(
            service ->
                map(map(service.get("build")).get("args"))
                    .keySet()
                    .forEach(name -> assertTrue(dockerfile.contains("ARG " + name + "="), name)));
  }

  @Test
  void the_keys_that_are_mounted_are_those_the_script_makes() {
    for (String file : compose.secretFiles()) {
      assertTrue(file.startsWith("./keys/"), file);
      Path made = made(SECRETS + file.substring("./keys/".length()));
      assertTrue(Files.isRegularFile(made), made.toString());
    }
  }

  private List<String> words(String instruction) {
    String from = dockerfile.substring(dockerfile.indexOf(instruction));
    Matcher list = Pattern.compile("\\[([^]]*)]").matcher(from);
    assertTrue(list.find(), instruction);
    return List.of(list.group(1).replace("\"", "").split(", *"));
  }

  private String defaultOf(String variable) {
    Matcher line = Pattern.compile("ENV " + variable + "=(\\S+)").matcher(dockerfile);
    assertTrue(line.find(), variable);
    return line.group(1);
  }

  private Map<String, Map<String, Object>> running() {
    Map<String, Map<String, Object>> running = new LinkedHashMap<>(compose.ours());
    running.values().removeIf(service -> !texts(service, "command").equals(List.of("run")));
    return running;
  }

  /** As the container would read them, with each secret as the script made it. */
  private Settings settings(Map<String, Object> service) throws IOException {
    Map<String, String> environment = environment(service);
    for (var variable : environment.entrySet()) {
      if (variable.getValue().startsWith(SECRETS)) {
        variable.setValue(made(variable.getValue()).toString());
      }
    }
    return new Settings(List.of(Layer.environment(environment)));
  }

  private static Path made(String secret) {
    return keys.resolve("made").resolve(secret.substring(SECRETS.length()));
  }
}
