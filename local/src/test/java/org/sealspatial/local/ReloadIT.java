/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.local.demo.DemoWorld;
import org.sealspatial.local.ue.HttpValUe;
import org.sealspatial.local.ue.ValUe;
import org.sealspatial.routes.admin.AuditTail;
import org.sealspatial.routes.admin.Desired;
import org.sealspatial.routes.admin.OperatorKeys;
import org.sealspatial.routes.admin.TableEdits;
import org.sealspatial.routes.config.ToolConfig;
import org.sealspatial.routes.testing.HangUps;
import org.sealspatial.routes.testing.KafkaUnderTest;
import org.sealspatial.routes.testing.TestCa;
import org.sealspatial.routes.testing.WithKafka;
import org.sealspatial.schemas.v1.ConfigChange;
import org.sealspatial.schemas.v1.ConfigOutcome;
import org.sealspatial.schemas.v1.SpatialResponse;
import org.sealspatial.schemas.v1.TokenResponse;
import org.slf4j.LoggerFactory;

/** Settings, trust and TLS files that change under a running stack, while callers call. */
@WithKafka
class ReloadIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SM = "SS_SmManagement";
  private static final String MAPS = "/ssm-smm/v1/spatial-maps";
  private static final String MAP_ONE = "svc-id=" + DemoWorld.VAL_SERVICE + "&map-id=1";
  private static final TestCa CA = new TestCa("gateways");
  private static final TestCa OTHER_SIM = new TestCa("another SIM-S");
  private static final TestCa OTHER_OPERATOR = new TestCa("another operator");

  @TempDir static Path folder;
  private static Path file;
  private static Path simAnchors;
  private static Path operatorAnchors;
  private static String simAnchor;
  private static String operatorAnchor;
  private static final List<ConfigChange> AUDITED = new CopyOnWriteArrayList<>();
  private static final AtomicBoolean STOPPED = new AtomicBoolean();
  private static Thread auditor;
  private static TestStack stack;
  private static String atStart;

  @BeforeAll
  static void start(KafkaUnderTest kafka) throws Exception {
    Map<String, String> keys = LocalKeys.in(folder.resolve("secrets"));
    simAnchor = Files.readString(Path.of(keys.get("trust.sim")));
    operatorAnchor = Files.readString(Path.of(keys.get("trust.operator")));
    simAnchors = Files.writeString(folder.resolve("sim-anchors.pem"), simAnchor);
    operatorAnchors = Files.writeString(folder.resolve("operator-anchors.pem"), operatorAnchor);
    file = folder.resolve("seal.properties");
    install(CA.issue("first"));
    settings("log.level=warn");
    var presets = new java.util.HashMap<>(keys);
    presets.put("trust.sim", simAnchors.toString());
    presets.put("trust.operator", operatorAnchors.toString());
    presets.put("gateway.wait", "60s"); // a starved machine is not the subject
    presets.put("lm.revocations.max-staleness", "5m");
    stack = TestStack.startWatching(kafka.bootstrap(), file, presets);
    atStart = stack.effective().digest();
    auditor = new Thread(ReloadIT::followAudit, "auditor");
    auditor.setDaemon(true);
    auditor.start();
  }

  @AfterAll
  static void every_request_has_its_one_audit_record_all_the_same() throws Exception {
    STOPPED.set(true);
    auditor.join();
    Reconciliation.check(stack);
    stack.close();
  }

  /** What the test before may have left. */
  @BeforeEach
  void as_it_was() throws Exception {
    Files.writeString(simAnchors, simAnchor);
    Files.writeString(operatorAnchors, operatorAnchor);
    settings("log.level=warn");
    String wanted = stack.effective().digest();
    await("all of it is in force").atMost(PATIENCE).until(() -> inForce().equals(wanted));
  }

  /** By its digest. */
  private static String inForce() {
    return audited().stream()
        .filter(change -> change.getOutcome() == ConfigOutcome.APPLIED)
        .map(ConfigChange::getAfter)
        .reduce(atStart, (earlier, later) -> later);
  }

  private static void settings(String... more) throws IOException {
    Path fresh = folder.resolve("seal.properties.new");
    Files.writeString(
        fresh,
        "gateway.tls.key=%s%ngateway.tls.certificate=%s%n%s%n"
            .formatted(
                folder.resolve("key.pem"),
                folder.resolve("certificate.pem"),
                String.join("\n", more)));
    Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static TestCa.Identity install(TestCa.Identity identity) throws IOException {
    TestCa.secretFile(folder.resolve("key.pem"), identity.keyPem());
    Files.writeString(folder.resolve("certificate.pem"), identity.certificatePem());
    return identity;
  }

  /** Callers of both ways in, each for a token and a map, over and over. */
  private static final class Load implements AutoCloseable {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<AtomicInteger> answered = new ArrayList<>();
    private final List<Future<Void>> callers = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Load() {
      run(ReloadIT::overHttp);
      run(ReloadIT::overKafka);
      awaitOneMoreOfEach();
    }

    private void run(Callable<Void> call) {
      var count = new AtomicInteger();
      answered.add(count);
      callers.add(
          threads.submit(
              () -> {
                while (!stop.get()) {
                  call.call();
                  count.incrementAndGet();
                }
                return null;
              }));
    }

    /** Each caller begins and ends a round from now on: it has met what is in force now. */
    void awaitOneMoreOfEach() {
      List<Integer> before = answered.stream().map(AtomicInteger::get).toList();
      for (int i = 0; i < answered.size(); i++) {
        int caller = i;
        await("caller " + caller + " gets answers")
            .atMost(PATIENCE)
            .until(
                () ->
                    callers.get(caller).isDone()
                        || answered.get(caller).get() >= before.get(caller) + 2);
      }
    }

    /** Throws what a caller saw. */
    @Override
    public void close() throws Exception {
      stop.set(true);
      for (Future<Void> caller : callers) {
        caller.get();
      }
      threads.shutdown();
    }
  }

  private static Void overHttp() throws Exception {
    HttpValUe http = http(); // so that each round meets the certificate of its time
    HttpResponse<String> map = map(http, token(http));
    assertEquals(200, map.statusCode(), map.body());
    return null;
  }

  /** On connections of its own. */
  private static HttpValUe http() {
    return new HttpValUe(
        stack.gatewayUrl(), stack.ue("ue-http"), Optional.of(CA.client(Optional.empty())));
  }

  private static String token(HttpValUe http) throws Exception {
    HttpResponse<String> granted = http.token(http.tokenForm(SM, "get", Optional.empty()));
    assertEquals(200, granted.statusCode(), granted.body());
    return StrictJson.read(granted.body()).orElseThrow().path("access_token").asText();
  }

  private static HttpResponse<String> map(HttpValUe http, String token) throws Exception {
    return http.get(MAPS, MAP_ONE, token);
  }

  private static Void overKafka() throws Exception {
    ValUe ue = stack.ue("ue-kafka");
    TokenResponse issued = stack.kafka().ask(ue, ue.asksToken(SM, "get", Optional.empty()));
    assertNotNull(issued.getToken(), issued.toString());
    SpatialResponse map =
        stack
            .kafka()
            .ask(
                ue,
                ue.asksSpatial(SM, "get", Map.of("svc-id", DemoWorld.VAL_SERVICE, "map-id", "1")),
                issued.getToken().getAccessToken());
    assertNotNull(map.getContent(), map.toString());
    return null;
  }

  private static X509Certificate served() throws Exception {
    SSLContext trust = CA.client(Optional.empty());
    URI uri = URI.create(stack.gatewayUrl() + "/.well-known/oauth-authorization-server");
    return (X509Certificate)
        HttpClient.newBuilder()
            .sslContext(trust)
            .build()
            .send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(1)).build(),
                HttpResponse.BodyHandlers.ofString())
            .sslSession()
            .orElseThrow()
            .getPeerCertificates()[0];
  }

  private static double reloads(String outcome) throws Exception {
    URI metrics = URI.create("http://" + stack.stack().config().management() + "/metrics");
    String text =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    return text.lines()
        .filter(line -> line.startsWith("seal_config_reloads_total{outcome=\"" + outcome + "\"}"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no meter of reloads in " + text));
  }

  /** Changes something; what the audit says of it. */
  private static ConfigChange change(Change change) throws Exception {
    int before = audited().size();
    change.make();
    await("the audit has the change").atMost(PATIENCE).until(() -> audited().size() > before);
    List<ConfigChange> now = audited();
    assertEquals(before + 1, now.size(), () -> "one change, but " + now);
    return now.get(before);
  }

  private interface Change {
    void make() throws Exception;
  }

  /** All changes so far, in the order in which they were written. */
  private static List<ConfigChange> audited() {
    return List.copyOf(AUDITED);
  }

  private static void followAudit() {
    new AuditTail(stack.stack().config().cluster(), AUDITED::add)
        .read(true, true, request -> {}, STOPPED::get);
  }

  private static void assertApplied(ConfigChange change, String... settings) {
    assertEquals(ConfigOutcome.APPLIED, change.getOutcome(), change::toString);
    assertEquals(List.of(settings), change.getSettings());
    assertEquals(List.of("gateway", "lm", "sim"), change.getRoles());
    assertNotEquals("", change.getInstance());
  }

  private static void assertRefused(ConfigChange change, String reason, String... settings) {
    assertEquals(ConfigOutcome.REFUSED, change.getOutcome(), change::toString);
    assertEquals(reason, change.getReason());
    assertEquals(List.of(settings), change.getSettings());
  }

  @Test
  void changes_take_effect_under_load_without_an_error_and_each_is_audited() throws Exception {
    TestCa.Identity next = CA.issue("second");
    List<ConfigChange> changes = new ArrayList<>();
    try (var load = new Load()) {
      changes.add(change(() -> install(next)));
      assertEquals(next.certificate(), served());
      load.awaitOneMoreOfEach();

      changes.add(change(() -> settings("log.level=error", "gateway.max-in-flight=7")));
      assertFalse(LoggerFactory.getLogger("org.sealspatial.some.Type").isWarnEnabled());
      load.awaitOneMoreOfEach();

      changes.add(
          change(
              () -> {
                Files.writeString(simAnchors, OTHER_SIM.pem() + simAnchor);
                Files.writeString(operatorAnchors, operatorAnchor + OTHER_OPERATOR.pem());
              }));
      load.awaitOneMoreOfEach();

      // an anchor goes that nothing stands on
      changes.add(change(() -> Files.writeString(simAnchors, simAnchor)));
      load.awaitOneMoreOfEach();
    }

    assertApplied(changes.get(0), "gateway.tls.key", "gateway.tls.certificate");
    assertApplied(changes.get(1), "log.level", "gateway.max-in-flight");
    assertApplied(changes.get(2), "trust.operator", "trust.sim");
    assertApplied(changes.get(3), "trust.sim");
    for (int i = 1; i < changes.size(); i++) {
      assertEquals(changes.get(i - 1).getAfter(), changes.get(i).getBefore(), "a chain");
      assertNotEquals(changes.get(i).getBefore(), changes.get(i).getAfter());
    }
  }

  @Test
  void what_is_not_fit_or_needs_a_restart_is_refused_under_load_and_audited_and_the_old_stays()
      throws Exception {
    X509Certificate old = served();
    String certificate = Files.readString(folder.resolve("certificate.pem"));
    double applied = reloads("applied");
    try (var load = new Load()) {
      Path served = folder.resolve("certificate.pem");
      ConfigChange unfit = change(() -> Files.writeString(served, "no certificate"));
      assertRefused(unfit, "INVALID", "gateway.tls.key", "gateway.tls.certificate");
      Files.writeString(served, certificate);

      ConfigChange unknown = change(() -> settings("log.level=warn", "gateway.secret=hunter2"));
      assertRefused(unknown, "INVALID");
      ConfigChange invalid = change(() -> settings("gateway.max-in-flight=as-many-as-come"));
      assertRefused(invalid, "INVALID", "gateway.max-in-flight");
      ConfigChange fixed = change(() -> settings("gateway.max-in-flight=7", "workers=3"));
      assertRefused(fixed, "NEEDS_RESTART", "workers");
      settings("log.level=warn");

      ConfigChange noAnchor = change(() -> Files.writeString(simAnchors, "no anchor"));
      assertRefused(noAnchor, "UNFIT", "trust.sim");
      load.awaitOneMoreOfEach();

      String audit = audited().toString();
      assertTrue(!audit.contains("hunter2") && !audit.contains("as-many-as-come"), audit);
    }
    assertEquals(old, served());
    assertEquals(applied, reloads("applied"));
  }

  @Test
  void an_anchor_that_is_taken_away_is_believed_no_more_and_one_that_comes_back_is()
      throws Exception {
    HttpValUe http = http();
    String token = token(http);
    assertEquals(200, map(http, token).statusCode());

    // When
    assertApplied(change(() -> Files.writeString(simAnchors, OTHER_SIM.pem())), "trust.sim");

    // Then
    HttpResponse<String> refused = map(http, token);
    assertEquals(503, refused.statusCode(), refused.body());
    assertTrue(refused.body().contains("KEYS_UNAVAILABLE"), refused.body());
    HttpResponse<String> noToken = http.token(http.tokenForm(SM, "get", Optional.empty()));
    assertEquals(503, noToken.statusCode(), noToken.body());
    URI ready = URI.create("http://" + stack.stack().config().management() + "/health/ready");
    HttpResponse<String> health =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(503, health.statusCode(), health.body());

    // And back
    assertApplied(change(() -> Files.writeString(simAnchors, simAnchor)), "trust.sim");
    assertEquals(200, map(http, token).statusCode());
    assertEquals(200, map(http, token(http)).statusCode());
  }

  @Test
  void the_operators_key_is_changed_under_load_without_an_error() throws Exception {
    TestCa.Identity operator = CA.issue("the next operator");
    Path key =
        TestCa.secretFile(
            folder.resolve("operator-key.pem"), operator.keyPem() + operator.certificatePem());
    Path anchor = Files.writeString(folder.resolve("op.pem"), operator.certificatePem());
    ToolConfig tools = stack.tools("--operator.key=" + key, "--trust.operator=" + anchor);
    try (var load = new Load()) {
      // all that counts, once more under the new key
      new TableEdits(tools.cluster(), OperatorKeys.of(tools), Clock.systemUTC())
          .apply(
              Desired.read(List.of(client(), plaza()), TestStack.CRYPTO),
              new TableEdits.Options(false, false, false));
      load.awaitOneMoreOfEach();

      assertApplied(
          change(() -> Files.writeString(operatorAnchors, operator.certificatePem())),
          "trust.operator");
      load.awaitOneMoreOfEach();
    }
  }

  private static Path client() throws IOException {
    ObjectNode client =
        StrictJson.object()
            .put("kind", "Client")
            .put("id", DemoWorld.CLIENT)
            .put("requestor", DemoWorld.REQUESTOR)
            .put("proof", "required");
    client.putArray("keys").add(stack.clientKey().publicHalf().jwk());
    client.putArray("valUes").add("ue-*");
    client.putArray("valServices").add(DemoWorld.VAL_SERVICE);
    return Files.writeString(folder.resolve("client.yaml"), StrictJson.text(client));
  }

  private static Path plaza() throws IOException {
    try (InputStream sample = DemoWorld.class.getResourceAsStream("/demo/plaza.yaml")) {
      return Files.write(folder.resolve("plaza.yaml"), sample.readAllBytes());
    }
  }

  @Test
  void sighup_has_everything_read_at_once_also_what_was_refused_before() throws Exception {
    HangUps.assumeHeard();
    ConfigChange watched = change(() -> settings("gateway.max-in-flight=as-many-as-come"));

    ConfigChange asked = change(() -> HangUps.send(ProcessHandle.current().pid()));

    assertRefused(asked, "INVALID", "gateway.max-in-flight");
    assertNotEquals(watched.getId(), asked.getId());
  }
}
