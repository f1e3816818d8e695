/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.routes.cli.Reload;
import org.sealspatial.routes.config.Layer;
import org.sealspatial.routes.config.Settings;
import org.sealspatial.routes.testing.TestCa;
import org.slf4j.LoggerFactory;

/** Settings and TLS files that change under a running stack, while callers call. */
class ReloadIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final TestCa ca = new TestCa("gateways");
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicInteger answered = new AtomicInteger();
  private final ExecutorService callers = Executors.newFixedThreadPool(2);

  @TempDir Path folder;
  private Path file;
  private LocalStack stack;
  private Reload reload;
  private List<Future<Void>> calls;

  @BeforeEach
  void start() throws Exception {
    file = folder.resolve("seal.properties");
    install(ca.issue("first"));
    settings("log.level=info");
    Function<Map<String, String>, Settings> read =
        presets -> new Settings(List.of(Layer.presets(presets), Layer.file(file)));
    stack = LocalStack.start(read, LocalPorts.anyFree(), Channel.TLS);
    reload = new Reload(Optional.of(file), () -> read.apply(stack.presets()));
    stack.reloadBy(reload, read.apply(stack.presets()));
    calls = List.of(callers.submit(this::call), callers.submit(this::call));
  }

  @AfterEach
  void no_caller_saw_an_error() throws Exception {
    stop.set(true);
    for (Future<Void> call : calls) {
      call.get(); // throws what went wrong
    }
    callers.shutdown();
    reload.close();
    stack.close();
    assertTrue(answered.get() > 0);
  }

  private void settings(String... more) throws IOException {
    Files.writeString(
        file,
        "data-dir=%s\ngateway.tls.key=%s\ngateway.tls.certificate=%s\n%s\n"
            .formatted(
                folder.resolve("data"),
                folder.resolve("key.pem"),
                folder.resolve("certificate.pem"),
                String.join("\n", more)));
  }

  private TestCa.Identity install(TestCa.Identity identity) throws IOException {
    TestCa.secretFile(folder.resolve("key.pem"), identity.keyPem());
    Files.writeString(folder.resolve("certificate.pem"), identity.certificatePem());
    return identity;
  }

  private Void call() throws Exception {
    while (!stop.get()) {
      assertEquals(200, answer().statusCode());
      answered.incrementAndGet();
    }
    return null;
  }

  /** On a connection of its own. */
  private HttpResponse<String> answer() throws Exception {
    SSLContext trust = ca.client(Optional.empty());
    URI uri =
        URI.create(
            stack.config().gateway().orElseThrow().url()
                + "/.well-known/oauth-authorization-server");
    return HttpClient.newBuilder()
        .sslContext(trust)
        .build()
        .send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(1)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private X509Certificate served() throws Exception {
    return (X509Certificate) answer().sslSession().orElseThrow().getPeerCertificates()[0];
  }

  private double reloads(String outcome) throws Exception {
    URI metrics = URI.create("http://" + stack.config().management() + "/metrics");
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

  private void awaitReloads(String outcome, int count) {
    await().atMost(PATIENCE).until(() -> reloads(outcome) == count);
  }

  @Test
  void a_new_certificate_limits_and_the_log_level_take_effect() throws Exception {
    TestCa.Identity next = install(ca.issue("second"));
    awaitReloads("applied", 1);
    assertEquals(next.certificate(), served());

    settings("log.level=debug", "gateway.max-in-flight=7");
    awaitReloads("applied", 2);
    assertTrue(LoggerFactory.getLogger("org.sealspatial.some.Type").isDebugEnabled());
    settings("log.level=warn");
    awaitReloads("applied", 3);
    assertTrue(!LoggerFactory.getLogger("org.sealspatial.some.Type").isInfoEnabled());
  }

  @Test
  void what_is_not_fit_or_needs_a_restart_is_refused_and_the_old_stays() throws Exception {
    X509Certificate old = served();

    Files.writeString(folder.resolve("certificate.pem"), "no certificate");
    awaitReloads("refused", 1);
    assertEquals(old, served());

    TestCa.Identity next = install(ca.issue("second"));
    awaitReloads("applied", 1);

    settings("gateway.max-in-flight=many");
    awaitReloads("refused", 2);
    settings("gateway.max-in-flight=7", "workers=3");
    awaitReloads("refused", 3);
    assertEquals(next.certificate(), served());
    assertEquals(1, reloads("applied"));
  }
}
