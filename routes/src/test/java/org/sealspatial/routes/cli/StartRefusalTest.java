/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.routes.config.PublicFile;
import org.sealspatial.routes.testing.TestCa;

/**
 * {@code seal run} with something that is not fit: it ends by itself with a number and a line that
 * says what, before it opens a port or asks a broker. There is no broker in this test.
 */
class StartRefusalTest {
  private static final String SECRET = "hunter2-0123456789012345678901234567890";
  private static final TestCa CA = new TestCa("all");

  @TempDir Path folder;
  private final Map<String, String> settings = new TreeMap<>();

  @BeforeEach
  void all_that_a_start_needs() throws Exception {
    TestCa.Identity sim = CA.issue("sim");
    TestCa.Identity gateway = CA.issue("gateway");
    settings.put("kafka.bootstrap-servers", "127.0.0.1:1");
    settings.put("kafka.properties-file", secret("kafka.properties", "security.protocol=SSL\n"));
    settings.put("sim.issuer", "https://sim.example");
    settings.put("sim.signing-key", secret("sim-key.pem", sim.keyPem() + sim.certificatePem()));
    settings.put("sim.certificate", open("sim.pem", sim.certificatePem()));
    settings.put("sim.jti-key", secret("jti.key", SECRET));
    settings.put("lm.audience", "https://lm.example");
    settings.put("gateway.public-url", "https://api.example");
    settings.put("gateway.tls.key", secret("tls-key.pem", gateway.keyPem()));
    settings.put("gateway.tls.certificate", open("tls.pem", gateway.certificatePem()));
    settings.put("trust.operator", open("operator.pem", CA.pem()));
    settings.put("trust.sim", open("anchor.pem", CA.pem()));
    settings.put("audit.pseudonym-key", secret("pseudonym.key", SECRET));
    settings.put("data-dir", folder.resolve("data").toString());
    settings.put("gateway.port", "0");
    settings.put("management.port", "0");
  }

  private String secret(String name, String text) throws IOException {
    return TestCa.secretFile(folder.resolve(name), text).toString();
  }

  private String open(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"))
        .toString();
  }

  /** Ends with this number; what it said. */
  private String refused(int expected, String... more) {
    var out = new StringWriter();
    var err = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of("run"));
    settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    arguments.addAll(List.of(more));
    int code =
        SealCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    assertEquals(expected, code, err::toString);
    assertEquals("", out.toString());
    assertFalse(err.toString().contains("hunter2"), "a secret is shown");
    assertFalse(err.toString().contains("\tat "), err::toString);
    return err.toString();
  }

  /** As {@link #refused}, with one line about this setting. */
  private void refusedFor(int expected, String setting) {
    String said = refused(expected);
    List<String> lines =
        said.lines().filter(line -> !line.equals("seal: configuration is not valid:")).toList();
    assertEquals(1, lines.size(), said);
    assertTrue(lines.get(0).replace("seal:", "").strip().startsWith(setting + " "), said);
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), what);
  }

  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sim.signing-key",
        "sim.certificate",
        "sim.jti-key",
        "trust.operator",
        "trust.sim",
        "audit.pseudonym-key",
        "gateway.tls.key"
      })
  void a_key_file_that_is_missing_ends_the_start(String setting) throws IOException {
    Files.delete(Path.of(settings.get(setting)));

    refusedFor(ExitCode.USAGE, setting);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim.signing-key", "sim.jti-key", "audit.pseudonym-key"})
  void a_secret_that_others_may_read_ends_the_start(String setting) throws IOException {
    Files.setPosixFilePermissions(
        Path.of(settings.get(setting)), PosixFilePermissions.fromString("rw-r-----"));

    refusedFor(ExitCode.USAGE, setting);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim.signing-key", "trust.operator", "trust.sim", "dead-letters.key"})
  void a_file_without_a_key_ends_the_start_although_there_is_no_broker(String setting)
      throws IOException {
    settings.put(setting, secret("nothing.pem", "nothing\n"));

    refusedFor(ExitCode.FAILED, setting);
  }

  @Test
  void a_weak_key_ends_the_start_although_there_is_no_broker() throws Exception {
    KeyPair weak = rsa(1024);
    String publicKey = pem("PUBLIC KEY", weak.getPublic().getEncoded());
    String operator = settings.put("trust.operator", open("weak-operator.pem", publicKey));
    refusedFor(ExitCode.FAILED, "trust.operator");

    settings.put("trust.operator", operator);
    settings.put(
        "sim.signing-key",
        secret("weak.pem", pem("PRIVATE KEY", weak.getPrivate().getEncoded()) + publicKey));
    refusedFor(ExitCode.FAILED, "sim.signing-key");
  }

  @Test
  void a_symmetric_key_that_is_short_ends_the_start() throws IOException {
    settings.put("sim.jti-key", secret("short", "hunter2"));

    refusedFor(ExitCode.USAGE, "sim.jti-key");
  }

  @Test
  void a_key_made_for_one_machine_ends_a_production_start() throws IOException {
    Path key = Path.of(settings.get("sim.signing-key"));
    Files.writeString(key, PublicFile.LOCAL_MARK + "\n" + Files.readString(key));

    refusedFor(ExitCode.USAGE, "sim.signing-key");
  }

  /** What a Camel application would be told by camel.* reaches no component of ours. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "camel.component.kafkatx.client-properties=sasl.password:" + SECRET,
        "camel.component.jetty.trustAllCertificates=true",
        "camel.ssl.trustAllCertificates=true",
        "camel.main.profile=dev",
        "gateway.tls.password=" + SECRET,
        "trustAllCertificates=true"
      })
  void a_planted_option_of_a_component_ends_the_start(String planted) {
    String said = refused(ExitCode.USAGE, "--" + planted);

    assertTrue(said.contains(planted.substring(0, planted.indexOf('='))), said);
    assertTrue(said.contains("is unknown"), said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssl.truststore.password",
        "ssl.key.password",
        "ssl.keystore.key",
        "sasl.jaas.config",
        "sasl.oauthbearer.client.credentials.client.secret"
      })
  void a_plain_text_secret_among_the_settings_ends_the_start(String property) {
    settings.put("kafka.properties." + property, SECRET);

    refusedFor(ExitCode.USAGE, "kafka.properties.*");
  }

  @ParameterizedTest
  @CsvSource({
    "ssl.endpoint.identification.algorithm, ''",
    "ssl.engine.factory.class, org.example.TrustsAll",
    "ssl.trustmanager.algorithm, TrustsAll",
    "ssl.enabled.protocols, 'TLSv1.1,TLSv1.2'",
    "security.providers, org.example.TrustsAll",
    "interceptor.classes, org.example.Listens"
  })
  void what_would_trust_any_broker_or_listen_in_ends_a_production_start(String name, String value)
      throws IOException {
    settings.put(
        "kafka.properties-file",
        secret("planted.properties", "security.protocol=SSL\n" + name + "=" + value + "\n"));
    refusedFor(ExitCode.USAGE, "kafka.properties-file");

    settings.put("kafka.properties-file", secret("plain.properties", "security.protocol=SSL\n"));
    settings.put("kafka.properties." + name, value);
    refusedFor(ExitCode.USAGE, "kafka.properties-file");
  }
}
