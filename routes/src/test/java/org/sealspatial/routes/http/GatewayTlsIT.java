/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealspatial.routes.testing.Programs;
import org.sealspatial.routes.testing.TestCa;
import org.sealspatial.routes.tls.ClientCertificate;
import org.sealspatial.routes.tls.TlsFiles;
import org.sealspatial.routes.tls.TlsServer;
import org.sealspatial.routes.tls.UnfitTls;

/** The gateway's TLS: what it speaks, whom it lets in, and new files while it serves. */
class GatewayTlsIT {
  private static final String PREFIX = "tls";
  private static final Set<String> MODERN =
      Set.of(
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");

  private static Broker broker;

  private final TestCa servers = new TestCa("servers");
  private final TestCa clients = new TestCa("clients");
  @TempDir Path folder;
  private GatewayUnderTest gateway;

  @BeforeAll
  static void broker() throws Exception {
    broker = new Broker();
    broker.topics(PREFIX);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private TlsFiles files(boolean asksClients) {
    return new TlsFiles(
        folder.resolve("key.pem"),
        Optional.of(folder.resolve("certificate.pem")),
        Optional.empty(),
        asksClients ? Optional.of(folder.resolve("clients.pem")) : Optional.empty());
  }

  private TestCa.Identity install(TestCa.Identity identity) throws IOException {
    TestCa.secretFile(folder.resolve("key.pem"), identity.keyPem());
    Files.writeString(folder.resolve("certificate.pem"), identity.certificatePem());
    return identity;
  }

  private TlsServer start(Optional<ClientCertificate> demand) throws Exception {
    return start(demand, Duration.ofSeconds(20));
  }

  private TlsServer start(Optional<ClientCertificate> demand, Duration idle) throws Exception {
    install(servers.issue("gateway"));
    Files.writeString(folder.resolve("clients.pem"), clients.pem());
    var tls = new TlsServer(files(demand.isPresent()), demand.orElse(ClientCertificate.OPTIONAL));
    gateway =
        new GatewayUnderTest(broker, PREFIX, Duration.ofSeconds(10), 100, idle, Optional.of(tls));
    return tls;
  }

  private HttpClient client(Optional<TestCa.Identity> shown, String... protocols) {
    var parameters = new SSLParameters();
    if (protocols.length > 0) {
      parameters.setProtocols(protocols);
    }
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(servers.client(shown))
        .sslParameters(parameters)
        .build();
  }

  private HttpResponse<String> metadata(HttpClient client)
      throws IOException, InterruptedException {
    var uri =
        URI.create("https://127.0.0.1:" + gateway.port + "/.well-known/oauth-authorization-server");
    return client.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static X509Certificate served(HttpResponse<String> response) throws Exception {
    return (X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0];
  }

  @Test
  void it_speaks_tls_1_3_and_1_2_and_nothing_without_tls() throws Exception {
    start(Optional.empty());

    HttpResponse<String> newest = metadata(client(Optional.empty()));
    HttpResponse<String> older = metadata(client(Optional.empty(), "TLSv1.2"));

    assertEquals(200, newest.statusCode());
    assertEquals("TLSv1.3", newest.sslSession().orElseThrow().getProtocol());
    assertEquals("TLSv1.2", older.sslSession().orElseThrow().getProtocol());
    String plain =
        gateway.raw(
            "GET /.well-known/oauth-authorization-server HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertFalse(plain.contains("HTTP/1."), plain);
  }

  @Test
  void of_all_suites_of_tls_1_2_only_those_with_forward_secrecy_and_aead_are_taken()
      throws Exception {
    start(Optional.empty());
    SSLContext context = servers.client(Optional.empty());
    Set<String> taken = new TreeSet<>();
    String[] known = context.getSupportedSSLParameters().getCipherSuites();

    for (String suite : known) {
      try (var socket =
          (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", gateway.port)) {
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        socket.setEnabledCipherSuites(new String[] {suite});
        socket.startHandshake();
        taken.add(suite);
      } catch (IOException refused) {
        // the server, or this Java itself, does not speak it
      }
    }

    assertTrue(List.of(known).contains("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"));
    assertEquals(new TreeSet<>(MODERN), taken);
  }

  @Test
  void sslscan_finds_nothing_weak() throws Exception {
    Programs.require("sslscan", "GatewayTlsIT#sslscan_finds_nothing_weak");
    start(Optional.of(ClientCertificate.OPTIONAL));

    SslScan scan = SslScan.of("127.0.0.1:" + gateway.port, folder);

    assertEquals(Set.of("tls 1.2", "tls 1.3"), scan.protocols());
    assertEquals(Set.of("TLSv1.2", "TLSv1.3"), scan.versionsOfCiphers());
    assertEquals(List.of(), scan.weakCiphers());
    assertFalse(scan.compresses(), scan::toString);
    assertFalse(scan.renegotiatesInsecurely(), scan::toString);
    assertTrue(scan.looksForHeartbleed(), scan::toString);
    assertFalse(scan.bleeds(), scan::toString);
  }

  @Test
  void where_a_certificate_is_required_only_a_good_one_gets_an_answer() throws Exception {
    start(Optional.of(ClientCertificate.REQUIRED));
    var foreign = new TestCa("foreign").issue("headset");
    var expired = clients.issue("headset", Duration.ofDays(-1));

    assertEquals(200, metadata(client(Optional.of(clients.issue("headset")))).statusCode());
    for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
      for (var shown : List.of(Optional.of(foreign), Optional.of(expired), none())) {
        assertThrows(IOException.class, () -> metadata(client(shown, protocol)), protocol);
      }
    }
  }

  private static Optional<TestCa.Identity> none() {
    return Optional.empty();
  }

  @Test
  void where_a_certificate_is_optional_none_is_fine_and_a_bad_one_is_not() throws Exception {
    start(Optional.of(ClientCertificate.OPTIONAL));
    var expired = clients.issue("headset", Duration.ofDays(-1));

    assertEquals(200, metadata(client(none())).statusCode());
    assertEquals(200, metadata(client(Optional.of(clients.issue("headset")))).statusCode());
    assertThrows(IOException.class, () -> metadata(client(Optional.of(expired))));
  }

  @Test
  void the_metadata_speaks_of_certificates_only_where_they_are_taken() throws Exception {
    String member = "\"tls_client_certificate_bound_access_tokens\":true";
    TlsServer tls = start(Optional.empty());
    assertFalse(metadata(client(none())).body().contains(member));

    tls.renew(files(true), ClientCertificate.OPTIONAL);

    String body = metadata(client(none())).body();
    assertTrue(body.contains(member), body);
  }

  @Test
  void a_new_certificate_is_served_under_load_without_an_error() throws Exception {
    TlsServer tls = start(Optional.empty());
    var stop = new AtomicBoolean();
    var answered = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(4);
    List<Future<?>> running = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        boolean keepsItsConnection = i < 2;
        running.add(callers.submit(() -> call(keepsItsConnection, stop, answered)));
      }
      for (int round = 0; round < 5; round++) {
        awaitMore(answered, running);
        TestCa.Identity next = install(servers.issue("gateway-" + round));
        tls.renew(files(false), ClientCertificate.OPTIONAL);

        assertEquals(next.certificate(), served(metadata(client(Optional.empty()))));
      }
      awaitMore(answered, running);
    } finally {
      stop.set(true);
      callers.shutdown();
    }

    assertTrue(callers.awaitTermination(1, TimeUnit.MINUTES));
    for (Future<?> caller : running) {
      caller.get(); // throws what went wrong
    }
  }

  private Void call(boolean keepsItsConnection, AtomicBoolean stop, AtomicInteger answered)
      throws Exception {
    HttpClient client = client(Optional.empty());
    while (!stop.get()) {
      if (!keepsItsConnection) {
        client = client(Optional.empty());
      }
      assertEquals(200, metadata(client).statusCode());
      answered.incrementAndGet();
    }
    return null;
  }

  private static void awaitMore(AtomicInteger answered, List<Future<?>> running) {
    int before = answered.get();
    while (answered.get() < before + 20 && running.stream().noneMatch(Future::isDone)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void new_trust_counts_for_new_connections_and_unfit_files_change_nothing() throws Exception {
    TlsServer tls = start(Optional.of(ClientCertificate.REQUIRED));
    var others = new TestCa("others");
    var old = Optional.of(clients.issue("headset"));
    var fresh = Optional.of(others.issue("headset"));
    X509Certificate first = served(metadata(client(old)));

    Files.writeString(folder.resolve("certificate.pem"), "no certificate");
    assertThrows(UnfitTls.class, () -> tls.renew(files(true), ClientCertificate.REQUIRED));
    assertEquals(first, served(metadata(client(old))));

    TestCa.Identity next = install(servers.issue("gateway"));
    Files.writeString(folder.resolve("clients.pem"), others.pem());
    tls.renew(files(true), ClientCertificate.REQUIRED);
    assertEquals(next.certificate(), served(metadata(client(fresh))));
    assertThrows(IOException.class, () -> metadata(client(old)));
  }

  @Test
  void a_session_does_not_outlive_the_trust_it_rests_on() throws Exception {
    TlsServer tls = start(Optional.of(ClientCertificate.REQUIRED));
    SSLContext remembers = servers.client(Optional.of(clients.issue("headset")));
    assertEquals("HTTP/1.1 200 OK", statusOver(remembers));
    Files.writeString(folder.resolve("clients.pem"), new TestCa("others").pem());

    tls.renew(files(true), ClientCertificate.REQUIRED);

    assertThrows(IOException.class, () -> statusOver(remembers)); // an alert, or a closed socket
  }

  @Test
  void a_busy_connection_stays_open_for_as_long_as_it_is_busy() throws Exception {
    Duration idle = Duration.ofSeconds(2);
    start(Optional.empty(), idle);
    long end = System.nanoTime() + idle.multipliedBy(4).toNanos(); // several looks of the guard

    try (var socket = connect(servers.client(Optional.empty()))) {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      while (System.nanoTime() < end) {
        write(socket, "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertEquals("HTTP/1.1 404 Not Found", in.readLine());
        skipRest(in);
      }
    }
  }

  private static void skipRest(BufferedReader in) throws IOException {
    int length = 0;
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    while (length > 0) {
      length -= (int) in.skip(length);
    }
  }

  @Test
  void a_handshake_and_a_head_that_trickle_are_closed() throws Exception {
    start(Optional.empty(), Duration.ofSeconds(2));
    byte[] hello = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252}; // the begin of a long ClientHello
    var timer = Executors.newSingleThreadScheduledExecutor();
    try (var handshake = new Socket("127.0.0.1", gateway.port);
        var head = connect(servers.client(Optional.empty()))) {
      handshake.getOutputStream().write(hello);
      write(head, "GET / HTTP/1.1\r\nX-Slow: ");

      timer.scheduleAtFixedRate(() -> write(handshake, "a"), 100, 100, TimeUnit.MILLISECONDS);
      timer.scheduleAtFixedRate(() -> write(head, "a"), 100, 100, TimeUnit.MILLISECONDS);

      await().atMost(Duration.ofSeconds(20)).until(() -> gateway.refusals("REQUEST_TOO_SLOW") >= 2);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> !write(handshake, "a") && !write(head, "a"));
    } finally {
      timer.shutdownNow();
    }
  }

  private SSLSocket connect(SSLContext context) throws IOException {
    return (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", gateway.port);
  }

  /** Whether it could be written. */
  private static boolean write(Socket socket, String text) {
    try {
      socket.getOutputStream().write(text.getBytes(US_ASCII));
      return true;
    } catch (IOException e) {
      return false; // closed by the gateway
    }
  }

  private String statusOver(SSLContext context) throws IOException {
    try (var socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", gateway.port)) {
      socket
          .getOutputStream()
          .write(
              "GET /.well-known/oauth-authorization-server HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(US_ASCII));
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      return in.readLine();
    }
  }
}
