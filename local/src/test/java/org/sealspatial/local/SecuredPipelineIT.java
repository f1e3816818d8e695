/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.SigningKey;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.HttpValUe;
import org.sealspatial.local.ue.KafkaValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.SealApplication;
import org.sealspatial.routes.cli.SealCommand;
import org.sealspatial.routes.config.PublicFile;
import org.sealspatial.routes.testing.ChildJvm;
import org.sealspatial.routes.testing.ChildJvmKafka;
import org.sealspatial.routes.testing.ClusterSecurity;
import org.sealspatial.routes.testing.HangUps;
import org.sealspatial.routes.testing.Ports;
import org.sealspatial.routes.testing.TestCa;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenResponse;

/**
 * The production profile on a secured cluster of three: each role a process and a principal of its
 * own, SIM-S and the gateway by password (SASL_SSL), LM-S by certificate (SSL), with the documented
 * access and no more; callers over TLS.
 */
class SecuredPipelineIT {
  private static final CryptoProvider CRYPTO = CryptoProvider.best();
  private static final String ISSUER = "https://sim.example";
  private static final Duration START = Duration.ofMinutes(4);
  private static final String SM = "SS_SmManagement";

  private static final List<String> ROLES = List.of("sim", "lm", "gateway");

  @TempDir static Path folder;
  private static final TestCa CA = new TestCa("gateways");
  private static final SigningKey CLIENT_KEY = SigningKey.generate(Algorithm.ES256, CRYPTO);
  private static final Map<String, String> SETTINGS = new HashMap<>();
  private static final List<Process> PROCESSES = new ArrayList<>();
  private static final int GATEWAY_PORT = Ports.free();
  private static final String GATEWAY = "https://127.0.0.1:" + GATEWAY_PORT;
  private static ClusterSecurity security;
  private static ChildJvmKafka kafka;

  @BeforeAll
  static void start() throws Exception {
    security = new ClusterSecurity(folder);
    kafka = new ChildJvmKafka(3, Optional.of(security));
    Map<String, Object> broker = security.certified("broker", kafka.mutualBootstrap());
    security.makeUsers(
        broker,
        Stream.of(
            "seal-sim", "seal-lm", "seal-gateway", "seal-operator", "seal-auditor", "arcade"));
    settings();
    Path admin = propertiesFile("broker", broker);
    String mutual = "--kafka.bootstrap-servers=" + kafka.mutualBootstrap();
    seal(0, "topics", mutual, "--kafka.properties-file=" + admin);
    seal(
        0,
        "kafka",
        "acls",
        "--apply",
        "--requestor=arcade",
        mutual,
        "--kafka.properties-file=" + admin);
    String[] apply = {"apply", "-f", client(), "-f", plaza(), user("seal-operator")};
    await("each broker goes by the new access")
        .atMost(Duration.ofSeconds(30))
        .until(() -> run(new StringWriter(), apply) == 0);
    seal(0, apply);
    startRoles();
  }

  @AfterAll
  static void stop() {
    PROCESSES.forEach(ChildJvm::kill);
    kafka.close();
  }

  private static void settings() throws IOException {
    SETTINGS.putAll(LocalKeys.in(folder.resolve("secrets")));
    for (String file : SETTINGS.values()) { // as if an operator had made them
      Path path = Path.of(file);
      Files.writeString(path, Files.readString(path).replace(PublicFile.LOCAL_MARK + "\n", ""));
    }
    TestCa.Identity gateway = CA.issue("gateway");
    Path key = TestCa.secretFile(folder.resolve("gateway-key.pem"), gateway.keyPem());
    Path certificate = Files.writeString(folder.resolve("gateway.pem"), gateway.certificatePem());
    SETTINGS.put("gateway.tls.key", key.toString());
    SETTINGS.put("gateway.tls.certificate", certificate.toString());
    SETTINGS.put("gateway.port", String.valueOf(GATEWAY_PORT));
    SETTINGS.put("gateway.public-url", GATEWAY);
    SETTINGS.put("kafka.bootstrap-servers", kafka.bootstrap());
    SETTINGS.put("partitions.requests", "4");
    SETTINGS.put("partitions.replies", "2");
    SETTINGS.put("sim.issuer", ISSUER);
    SETTINGS.put("lm.audience", "urn:seal:lm-s");
    SETTINGS.put("lm.revocations.max-staleness", "5m"); // a starved machine is not the subject
  }

  private static Path propertiesFile(String name, Map<String, ?> client) throws IOException {
    return TestCa.secretFile(
        folder.resolve(name + ".properties"),
        client.entrySet().stream()
            .filter(entry -> !entry.getKey().equals("bootstrap.servers"))
            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining()));
  }

  /** The flag that makes a process this user. */
  private static String user(String name) throws IOException {
    return "--kafka.properties-file="
        + propertiesFile(name, security.named(name, ClusterSecurity.password(name)));
  }

  /** The flags that make a process this principal by a certificate. */
  private static List<String> certificate(String name) throws IOException {
    Map<String, Object> client = security.certified(name, kafka.mutualBootstrap());
    return List.of(
        "--kafka.bootstrap-servers=" + kafka.mutualBootstrap(),
        "--kafka.properties-file=" + propertiesFile(name + "-by-certificate", client));
  }

  /** All settings that are not among the flags yet. */
  private static void addSettings(List<String> flags) {
    SETTINGS.forEach(
        (name, value) -> {
          if (flags.stream().noneMatch(flag -> flag.startsWith("--" + name + "="))) {
            flags.add("--" + name + "=" + value);
          }
        });
  }

  private static String seal(int expected, String... arguments) {
    var text = new StringWriter();
    int code = run(text, arguments);
    assertEquals(expected, code, text.toString());
    return text.toString();
  }

  private static int run(StringWriter text, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    addSettings(all);
    return SealCommand.commandLine()
        .setOut(new PrintWriter(text, true))
        .setErr(new PrintWriter(text, true))
        .execute(all.toArray(String[]::new));
  }

  private static String client() throws IOException {
    ObjectNode client =
        StrictJson.object()
            .put("kind", "Client")
            .put("id", DemoWorld.CLIENT)
            .put("requestor", DemoWorld.REQUESTOR)
            .put("proof", "required");
    client.putArray("keys").add(CLIENT_KEY.publicHalf().jwk());
    client.putArray("valUes").add("ue-*");
    client.putArray("valServices").add(DemoWorld.VAL_SERVICE);
    return Files.writeString(folder.resolve("client.yaml"), StrictJson.text(client)).toString();
  }

  private static String plaza() throws IOException {
    Path plaza = folder.resolve("plaza.yaml");
    try (InputStream sample = DemoWorld.class.getResourceAsStream("/demo/plaza.yaml")) {
      Files.write(plaza, sample.readAllBytes());
    }
    return plaza.toString();
  }

  private static void startRoles() throws IOException {
    Map<String, Integer> ports = new HashMap<>();
    for (String role : ROLES) {
      ports.put(role, Ports.free());
      List<String> who = role.equals("lm") ? certificate("seal-lm") : List.of(user("seal-" + role));
      PROCESSES.add(startRole(role, who, ports.get(role)));
    }
    ports.forEach(
        (role, port) ->
            await(role + " is ready, see " + log(role))
                .atMost(START)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> ready(port)));
  }

  private static Process startRole(String role, List<String> who, int managementPort)
      throws IOException {
    List<String> flags = new ArrayList<>(List.of("run", "--roles=" + role));
    flags.addAll(who);
    addSettings(flags);
    flags.add("--config=" + logLevel(role, "info"));
    flags.add("--instance=" + role + "-a");
    flags.add("--data-dir=" + folder.resolve("data-" + role));
    flags.add("--management.port=" + managementPort);
    return ChildJvm.start(
        ProcessBuilder.Redirect.appendTo(log(role).toFile()),
        List.of("-Xmx200m"),
        SealApplication.class.getName(),
        flags.toArray(String[]::new));
  }

  private static Path logLevel(String role, String level) throws IOException {
    return Files.writeString(folder.resolve(role + "-own.properties"), "log.level=" + level);
  }

  private static Path log(String role) {
    return Path.of("target", "secured-" + role + ".log").toAbsolutePath();
  }

  private static boolean ready(int port) {
    try {
      URI ready = URI.create("http://127.0.0.1:" + port + "/health/ready");
      var connection = (HttpURLConnection) ready.toURL().openConnection();
      connection.setReadTimeout(10_000);
      return connection.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static ValUe ue() {
    return new ValUe(DemoWorld.CLIENT, "ue-1", DemoWorld.VAL_SERVICE, ISSUER, CLIENT_KEY);
  }

  @Test
  void a_token_and_a_map_go_through_over_tls_and_over_sasl_ssl() throws Exception {
    var http = new HttpValUe(GATEWAY, ue(), Optional.of(CA.client(Optional.empty())));
    Map<String, String> once = Map.of("Idempotency-Key", "secured-1");
    HttpResponse<String> granted =
        answered(() -> http.token(http.tokenForm(SM, "get", Optional.empty()), once));
    assertEquals(200, granted.statusCode(), granted.body());
    String token = StrictJson.read(granted.body()).orElseThrow().path("access_token").asText();
    String mapOne = "svc-id=" + DemoWorld.VAL_SERVICE + "&map-id=1";
    HttpResponse<String> map = answered(() -> http.get("/ssm-smm/v1/spatial-maps", mapOne, token));
    assertEquals(200, map.statusCode(), map.body());

    Map<String, Object> arcade = new HashMap<>();
    arcade.putAll(security.named("arcade", ClusterSecurity.password("arcade")));
    arcade.put("bootstrap.servers", kafka.bootstrap());
    try (var direct = new KafkaValUe(arcade, "seal", DemoWorld.REQUESTOR)) {
      TokenResponse issued = direct.ask(ue(), ue().asksToken(SM, "get", Optional.empty()));
      SpatialResponse answer =
          direct.ask(
              ue(),
              ue().asksSpatial(SM, "get", Map.of("svc-id", DemoWorld.VAL_SERVICE, "map-id", "1")),
              issued.getToken().getAccessToken());
      assertTrue(String.valueOf(answer.getContent()).contains("fountain"), answer.toString());
    }

    String audit =
        seal(0, "audit", "tail", "--from-beginning", "--no-follow", user("seal-auditor"));
    assertTrue(audit.lines().count() >= 4, audit);
    assertNoPasswordIn("sim", "lm", "gateway");
  }

  @Test
  void each_role_reads_its_settings_anew_at_sighup_and_may_audit_that() throws Exception {
    HangUps.assumeHeard();
    for (String role : ROLES) {
      logLevel(role, "debug");
    }
    for (Process process : PROCESSES.subList(0, ROLES.size())) {
      HangUps.send(process.pid());
    }

    await("each has audited it")
        .atMost(START)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> ROLES.stream().allMatch(SecuredPipelineIT::hasAuditedItsLogLevel));
    for (Process process : PROCESSES.subList(0, ROLES.size())) {
      assertTrue(process.isAlive(), "it ended at SIGHUP");
    }
  }

  private static boolean hasAuditedItsLogLevel(String role) {
    try {
      return seal(0, "audit", "tail", "--from-beginning", "--no-follow", user("seal-auditor"))
          .lines()
          .anyMatch(
              line ->
                  line.contains(" CONFIG_CHANGED APPLIED settings=log.level ")
                      && line.contains(" by=" + role + "/" + role + "-a "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_wrong_password_ends_the_process_with_one_clear_line_that_does_not_show_it()
      throws Exception {
    String wrong = "a-wrong-password-0815";
    String flag =
        "--kafka.properties-file=" + propertiesFile("intruder", security.named("seal-sim", wrong));
    Files.deleteIfExists(log("intruder"));
    List<String> flags = new ArrayList<>(List.of("run", "--roles=sim", flag));
    SETTINGS.forEach((name, value) -> flags.add("--" + name + "=" + value));
    flags.add("--data-dir=" + folder.resolve("data-intruder"));
    flags.add("--management.port=" + Ports.free());
    Process intruder =
        ChildJvm.start(
            ProcessBuilder.Redirect.appendTo(log("intruder").toFile()),
            List.of("-Xmx200m"),
            SealApplication.class.getName(),
            flags.toArray(String[]::new));
    PROCESSES.add(intruder);

    assertTrue(intruder.waitFor(3, TimeUnit.MINUTES), "it goes on with a wrong password");
    String log = Files.readString(log("intruder"));
    assertEquals(1, intruder.exitValue(), log);
    List<String> said = log.lines().filter(line -> line.startsWith("seal: ")).toList();
    assertEquals(1, said.size(), log);
    assertTrue(said.get(0).contains("refuses us: Authentication failed"), said.get(0));
    assertFalse(log.contains("\tat "), log);
    assertFalse(log.contains(wrong), log);
  }

  @Test
  void a_certificate_of_another_ca_is_refused_with_one_clear_line() throws Exception {
    TestCa.Identity foreign = new TestCa("foreign").issue("seal-auditor");
    Path file =
        TestCa.secretFile(
            folder.resolve("foreign.pem"), foreign.keyPem() + foreign.certificatePem());
    Map<String, Object> client = security.certified("seal-auditor", kafka.mutualBootstrap());
    client.put("ssl.keystore.location", file.toString());

    String said =
        seal(
            1,
            "audit",
            "tail",
            "--from-beginning",
            "--no-follow",
            "--kafka.bootstrap-servers=" + kafka.mutualBootstrap(),
            "--kafka.properties-file=" + propertiesFile("foreign", client));

    assertEquals(1, said.lines().count(), said);
    assertFalse(said.contains("\tat "), said);
  }

  /**
   * As a client has to: again after 503 and 504. Groups that have just started move their
   * partitions once more, and on a starved machine that takes longer than a caller's wait.
   */
  private static HttpResponse<String> answered(Callable<HttpResponse<String>> call) {
    return await()
        .atMost(START)
        .until(call, answer -> answer.statusCode() != 503 && answer.statusCode() != 504);
  }

  private static void assertNoPasswordIn(String... roles) throws IOException {
    for (String role : roles) {
      String log = Files.readString(log(role));
      assertFalse(log.contains("secret-of-"), "a password is in " + log(role));
    }
  }
}
