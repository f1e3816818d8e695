/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.routes.config.ClusterConfig.Partitions;
import org.sealspatial.routes.config.LmConfig.Limits;
import org.sealspatial.routes.config.SimConfig.Signing;
import org.sealspatial.routes.testing.TestCa;
import org.sealspatial.routes.tls.ClientCertificate;

class SealConfigTest {
  private static final String SECRET = "0123456789012345678901234567890123456789";

  private static final TestCa CA = new TestCa("clients");
  private static final TestCa.Identity GATEWAY = CA.issue("gateway");

  @TempDir Path folder;
  private Path secret;
  private Path anchor;
  private Path kafka;
  private Path tlsKey;
  private Path tlsCertificate;

  @BeforeEach
  void files() throws IOException {
    secret = write("secret", SECRET, "rw-------");
    anchor = write("anchor.pem", "an anchor", "rw-r--r--");
    Files.createDirectory(folder.resolve("schemas"));
    tlsKey = write("tls-key.pem", GATEWAY.keyPem(), "rw-------");
    tlsCertificate = write("tls.pem", GATEWAY.certificatePem(), "rw-r--r--");
    write("tls-ca.pem", CA.pem(), "rw-r--r--");
    kafka = write("kafka.properties", "security.protocol=SSL\nssl.key.password=x", "rw-------");
  }

  @Test
  void needs_no_more_than_addresses_and_keys_for_all_roles() {
    SealConfig config = SealConfig.from(flags(least()));

    assertEquals(Set.of(Role.GATEWAY, Role.SIM, Role.LM), config.deployment().roles());
    assertEquals(new Partitions(12, 12, 3), config.cluster().partitions());
    assertEquals("seal", config.cluster().topicPrefix());
    assertEquals(Duration.ofMinutes(5), config.sim().orElseThrow().lifetime());
    assertEquals(URI.create("https://sim.example"), config.lm().orElseThrow().issuer());
    assertEquals(Duration.ofSeconds(10), config.lm().orElseThrow().clockSkew());
    assertEquals(Duration.ofSeconds(10), config.gateway().orElseThrow().maxWait());
    assertEquals(new Listener("127.0.0.1", 9091), config.management());
    assertEquals(new SpineConfig(2, Duration.ofMillis(20), Optional.empty()), config.spine());
  }

  @Test
  void maps_every_key_of_a_file_to_its_value() throws IOException {
    Path file = write("seal.properties", everything(), "rw-r--r--");

    SealConfig config = SealConfig.from(new Settings(List.of(Layer.file(file))));

    assertEquals(expected(), config);
    assertEquals(
        Map.of(
            "bootstrap.servers",
            "one:1,[::1]:2",
            "client.rack",
            "r1",
            "security.protocol",
            "SSL",
            "ssl.key.password",
            "x"),
        config.cluster().kafka().clientProperties());
  }

  private SealConfig expected() {
    SecretFile secretFile = new SecretFile(secret);
    PublicFile anchorFile = new PublicFile(anchor);
    URI issuer = URI.create("https://sim.example");
    URI audience = URI.create("https://lm.example");
    return new SealConfig(
        new Deployment(
            Profile.DEV,
            Set.of(Role.SIM, Role.LM, Role.GATEWAY),
            Optional.of("node-7"),
            folder.resolve("state"),
            "jdk"),
        new ClusterConfig(
            "town",
            new KafkaConfig(
                List.of("one:1", "[::1]:2"),
                Map.of("client.rack", "r1"),
                Optional.of(new SecretFile(kafka))),
            new Partitions(6, 7, 2),
            Optional.of(Duration.ofDays(400))),
        new SpineConfig(
            3, Duration.ofMillis(20), Optional.of(new SchemaFolder(folder.resolve("schemas")))),
        new TrustConfig(anchorFile, anchorFile),
        new AuditConfig(secretFile, Optional.of(anchorFile)),
        Optional.of(
            new SimConfig(
                issuer,
                audience,
                new Signing(
                    new AnchorKey(secretFile, Optional.of(secretFile)), anchorFile, secretFile),
                Duration.ofMinutes(2),
                Duration.ofMinutes(30),
                new TokenKeysConfig(
                    Optional.of(Duration.ofDays(30)),
                    Duration.ofSeconds(15),
                    new TokenKeysConfig.Store(
                        TokenKeysConfig.Kind.PKCS11,
                        Optional.of(secretFile),
                        Optional.of(anchorFile))))),
        Optional.of(
            new LmConfig(
                URI.create("https://other.example"),
                audience,
                Duration.ofSeconds(3),
                new Limits(Duration.ofMinutes(40), 65536, Duration.ofSeconds(4)))),
        Optional.of(
            new GatewayConfig(
                new Listener("0.0.0.0", 443),
                issuer,
                Optional.of(URI.create("https://api.example")),
                50,
                Duration.ofSeconds(20),
                Optional.of(
                    new TlsConfig(
                        new SecretFile(tlsKey),
                        Optional.of(new PublicFile(tlsCertificate)),
                        Optional.of(secretFile),
                        Optional.of(new PublicFile(folder.resolve("tls-ca.pem"))),
                        ClientCertificate.REQUIRED)))),
        new Listener("::1", 9999));
  }

  private String everything() {
    return """
        profile = dev
        seal.roles = sim, lm ,gateway
        topic-prefix = town
        instance = node-7
        data-dir = %1$s/state
        workers = 3
        slice = 20ms
        schemas.accepted = %1$s/schemas
        log.format = json
        log.level = warn
        crypto.provider = jdk
        kafka.bootstrap-servers = one:1,[::1]:2
        kafka.properties-file = %1$s/kafka.properties
        kafka.properties.client.rack = r1
        partitions.requests = 6
        partitions.replies = 7
        replication-factor = 2
        sim.issuer = https://sim.example
        sim.signing-key = %1$s/secret
        sim.signing-key.password-file = %1$s/secret
        sim.certificate = %1$s/anchor.pem
        sim.keys.rotation = P30D
        sim.keys.lead = 15s
        sim.keys.store = pkcs11
        sim.keys.password-file = %1$s/secret
        sim.keys.pkcs11-config = %1$s/anchor.pem
        sim.jti-key = %1$s/secret
        sim.token.lifetime = PT2M
        sim.token.max-lifetime = 30m
        lm.issuer = https://other.example
        lm.audience = https://lm.example
        lm.clock-skew = 3s
        lm.max-token-lifetime = 40m
        lm.max-answer-bytes = 65536
        lm.revocations.max-staleness = 4s
        gateway.host = 0.0.0.0
        gateway.port = 443
        gateway.public-url = https://api.example
        gateway.max-in-flight = 50
        gateway.tls.key = %1$s/tls-key.pem
        gateway.tls.certificate = %1$s/tls.pem
        gateway.tls.password-file = %1$s/secret
        gateway.tls.client-trust = %1$s/tls-ca.pem
        gateway.tls.client-certificate = required
        gateway.wait = 20s
        management.host = ::1
        management.port = 9999
        trust.operator = %1$s/anchor.pem
        trust.sim = %1$s/anchor.pem
        audit.pseudonym-key = %1$s/secret
        audit.retention = 400d
        dead-letters.key = %1$s/anchor.pem
        operator.key = %1$s/secret
        """
        .formatted(folder);
  }

  @Test
  void the_full_example_leaves_no_key_out() {
    for (Key key : Key.values()) {
      assertTrue(everything().contains(key.dotted().replace("*", "")), key.dotted());
    }
  }

  @Test
  void lists_every_problem_at_once_with_its_place() throws IOException {
    Path open = write("open", SECRET, "rw-r--r--");
    Path brief = write("brief", "too short", "rw-------");
    Map<String, String> wrong = new TreeMap<>(least());
    wrong.put("roles", "sim,lmm,gateway");
    wrong.put("sim.isuer", "https://sim.example");
    wrong.remove("sim.issuer");
    wrong.put("sim.signing-key", open.toString());
    wrong.put("sim.jti-key", brief.toString());
    wrong.put("lm.clock-skew", "31s");
    wrong.put("kafka.bootstrap-servers", "nowhere");
    wrong.put("partitions.requests", "many");
    wrong.put("kafka.properties.sasl.jaas.config", SECRET);
    wrong.put("workers", "0");

    InvalidConfig refusal = assertThrows(InvalidConfig.class, () -> SealConfig.from(flags(wrong)));

    assertEquals(
        List.of(
            "sim.isuer (flag --sim.isuer) is unknown; did you mean sim.issuer?",
            "roles (flag --roles) must be one of gateway, sim, lm",
            "kafka.bootstrap-servers must be a list of host:port",
            "kafka.properties.* must hold no secret; put it into kafka.properties-file",
            "partitions.requests (flag --partitions.requests) must be a whole number",
            "workers must be 1 to 64, not 0"),
        texts(refusal));

    wrong.put("roles", "sim,lm");
    refusal = assertThrows(InvalidConfig.class, () -> SealConfig.from(flags(wrong)));
    List<String> rest = texts(refusal).subList(5, texts(refusal).size());
    assertEquals(
        List.of(
            "sim.signing-key (flag --sim.signing-key) must have mode 0600: others may open " + open,
            "sim.jti-key (flag --sim.jti-key) must hold 32 bytes or more: " + brief,
            "sim.issuer is required by role sim",
            "lm.issuer is required by role lm (or sim.issuer)",
            "lm.clock-skew must be 0s to 30s, not 31s"),
        rest);
    assertFalse(refusal.getMessage().contains(SECRET));
  }

  @Test
  void a_schema_that_ours_cannot_be_read_from_is_a_problem_with_its_file_and_field()
      throws IOException {
    Map<String, String> settings = new TreeMap<>(least());
    Path schemas = folder.resolve("schemas");
    settings.put("schemas.accepted", schemas.toString());
    write(
        "schemas/table-2.avsc",
        "{\"type\":\"record\",\"name\":\"org.sealspatial.schemas.v1.TableRecord\",\"fields\":[]}",
        "rw-r--r--");

    InvalidConfig refusal =
        assertThrows(InvalidConfig.class, () -> SealConfig.from(flags(settings)));

    assertEquals(
        List.of(
            "schemas.accepted (flag --schemas.accepted) must be a folder of schemas that ours can"
                + " be read from: table-2.avsc can't be read as our TableRecord:"
                + " READER_FIELD_MISSING_DEFAULT_VALUE at /fields/0 (jws)"),
        texts(refusal));
  }

  @Test
  void flags_win_over_the_environment_and_that_over_the_file() throws IOException {
    Path file = write("seal.properties", "workers=3\nslice=3ms\ngateway.port=3", "rw-r--r--");

    Settings settings =
        new Settings(
            List.of(
                Layer.presets(Map.of("management.port", "1", "workers", "1")),
                Layer.file(file),
                Layer.environment(
                    Map.of("SEAL_SLICE", "4ms", "SEAL_GATEWAY_PORT", "4", "HOME", "/")),
                Layer.flags(List.of("--gateway.port=5"))));

    assertEquals("1", settings.inForce(Key.MANAGEMENT_PORT).orElseThrow().text());
    assertEquals("3", settings.inForce(Key.WORKERS).orElseThrow().text());
    assertEquals("4ms", settings.inForce(Key.SLICE).orElseThrow().text());
    assertEquals("5", settings.inForce(Key.GATEWAY_PORT).orElseThrow().text());
  }

  @Test
  void every_key_has_a_variable_and_unknown_ones_are_refused() {
    for (Key key : Key.values()) {
      if (key != Key.KAFKA_PROPERTIES) {
        assertEquals(List.of(), Layer.environment(Map.of(key.environment(), "x")).problems());
      }
    }
    assertEquals(
        "SEAL_SIM_ISUER is unknown; did you mean SEAL_SIM_ISSUER?",
        Layer.environment(Map.of("SEAL_SIM_ISUER", "x")).problems().get(0).toString());
    assertEquals(
        Set.of("kafka.properties.security.protocol"),
        Layer.environment(Map.of("SEAL_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SSL"))
            .values()
            .keySet());
  }

  @Test
  void a_tls_key_and_a_certificate_that_do_not_belong_together_are_refused() throws IOException {
    Map<String, String> settings = least();
    Path other = write("other.pem", CA.issue("other").certificatePem(), "rw-r--r--");
    settings.put("gateway.tls.certificate", other.toString());

    InvalidConfig refusal =
        assertThrows(InvalidConfig.class, () -> SealConfig.from(flags(settings)));

    assertEquals(
        List.of("gateway.tls.key " + other + " can't be used: it is of another key"),
        texts(refusal));
  }

  @Test
  void a_tls_setting_without_a_key_is_refused() {
    Map<String, String> settings = least();
    settings.put("profile", "dev");
    settings.remove("gateway.tls.key");

    InvalidConfig refusal =
        assertThrows(InvalidConfig.class, () -> SealConfig.from(flags(settings)));

    assertEquals(
        List.of("gateway.tls.certificate does nothing without gateway.tls.key"), texts(refusal));
  }

  @Test
  void production_refuses_plain_http_an_open_management_port_and_unchecked_brokers()
      throws IOException {
    Map<String, String> settings = least();
    settings.remove("gateway.tls.key");
    settings.remove("gateway.tls.certificate");
    settings.put("management.host", "0.0.0.0");
    kafka =
        write(
            "kafka.properties",
            "security.protocol=SSL\nssl.endpoint.identification.algorithm=",
            "rw-------");

    InvalidConfig refusal =
        assertThrows(InvalidConfig.class, () -> SealConfig.from(flags(settings)));

    assertEquals(
        List.of(
            "kafka.properties-file must leave ssl.endpoint.identification.algorithm at https"
                + " (profile production)",
            "gateway.tls.key is required (profile production)",
            "management.host must be a loopback address (profile production)"),
        texts(refusal));
    settings.put("profile", "dev");
    assertEquals(Profile.DEV, SealConfig.from(flags(settings)).deployment().profile());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "OAUTHBEARER | org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule",
        "OAUTHBEARER | org.apache.kafka.common.security.scram.ScramLoginModule",
        "SCRAM-SHA-512 | org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule",
        "SCRAM-SHA-512 | com.sun.security.auth.module.JndiLoginModule",
        "SCRAM-SHA-512 | com.sun.security.auth.module.LdapLoginModule",
        "PLAIN | org.apache.kafka.common.security.scram.ScramLoginModule",
        "PLAIN | /* */ com.sun.security.auth.module.JndiLoginModule",
        "EXTERNAL | org.apache.kafka.common.security.scram.ScramLoginModule"
      })
  void production_refuses_a_mechanism_or_a_login_module_that_was_not_looked_at(
      String mechanism, String module) throws IOException {
    String text =
        "security.protocol=SASL_SSL\nsasl.mechanism=%s\nsasl.jaas.config=%s required a=\"%s\";\n";
    kafka = write("kafka.properties", text.formatted(mechanism, module, SECRET), "rw-------");
    Map<String, String> settings = least();

    InvalidConfig refusal =
        assertThrows(InvalidConfig.class, () -> SealConfig.from(flags(settings)));

    assertEquals(List.of("kafka.properties-file"), names(refusal));
    assertTrue(texts(refusal).get(0).contains("OAUTHBEARER is refused"), texts(refusal).get(0));
    assertFalse(texts(refusal).get(0).contains(SECRET));
    settings.put("profile", "dev");
    assertEquals(Profile.DEV, SealConfig.from(flags(settings)).deployment().profile());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512",
        "security.protocol=SASL_SSL\nsasl.jaas.config=com.sun.security.auth.module.Krb5LoginModule"
            + " required;"
      })
  void production_wants_mechanism_and_login_module_in_the_file_itself(String text)
      throws IOException {
    kafka = write("kafka.properties", text, "rw-------");

    InvalidConfig refusal =
        assertThrows(InvalidConfig.class, () -> SealConfig.from(flags(least())));

    assertEquals(List.of("kafka.properties-file"), names(refusal));
  }

  @ParameterizedTest
  @CsvSource({
    "SCRAM-SHA-256, org.apache.kafka.common.security.scram.ScramLoginModule",
    "SCRAM-SHA-512, org.apache.kafka.common.security.scram.ScramLoginModule",
    "PLAIN, org.apache.kafka.common.security.plain.PlainLoginModule",
    "GSSAPI, com.sun.security.auth.module.Krb5LoginModule"
  })
  void production_takes_a_password_or_a_ticket_over_tls(String mechanism, String module)
      throws IOException {
    String text =
        "security.protocol=SASL_SSL\nsasl.mechanism=%s\nsasl.jaas.config=%s required a=\"b\";\n";
    kafka = write("kafka.properties", text.formatted(mechanism, module), "rw-------");

    assertEquals(Profile.PRODUCTION, SealConfig.from(flags(least())).deployment().profile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAINTEXT", "SASL_PLAINTEXT"})
  void production_refuses_a_protocol_without_tls(String protocol) throws IOException {
    kafka =
        write(
            "kafka.properties",
            "security.protocol="
                + protocol
                + "\nsasl.mechanism=PLAIN\nsasl.jaas.config="
                + "org.apache.kafka.common.security.plain.PlainLoginModule required;",
            "rw-------");

    InvalidConfig refusal =
        assertThrows(InvalidConfig.class, () -> SealConfig.from(flags(least())));

    assertEquals(List.of("kafka.properties.*"), names(refusal));
  }

  @Test
  void a_file_of_kafka_secrets_that_others_may_read_is_refused_in_every_profile()
      throws IOException {
    kafka =
        write("kafka.properties", "security.protocol=SSL\nssl.truststore.password=x", "rw-r-----");
    for (String profile : List.of("dev", "production")) {
      Map<String, String> settings = least();
      settings.put("profile", profile);

      InvalidConfig refusal =
          assertThrows(InvalidConfig.class, () -> SealConfig.from(flags(settings)));

      assertEquals("kafka.properties-file", names(refusal).get(0));
      assertTrue(texts(refusal).get(0).contains("must have mode 0600"), texts(refusal).get(0));
    }
  }

  private static List<String> names(InvalidConfig refusal) {
    return refusal.problems().stream().map(InvalidConfig.Problem::name).toList();
  }

  @Test
  void production_refuses_local_keys_plain_brokers_and_http() throws IOException {
    Path local = write("local.pem", "# " + PublicFile.LOCAL_MARK, "rw-------");
    Map<String, String> settings = new TreeMap<>(least());
    settings.remove("kafka.properties-file");
    settings.put("trust.sim", local.toString());
    settings.put("sim.signing-key", local.toString());
    settings.put("sim.issuer", "http://sim.example");
    settings.put("gateway.public-url", "http://api.example");

    InvalidConfig refusal =
        assertThrows(InvalidConfig.class, () -> SealConfig.from(flags(settings)));

    assertEquals(
        List.of(
            "kafka.properties.*",
            "trust.sim",
            "sim.issuer",
            "sim.signing-key",
            "gateway.public-url"),
        refusal.problems().stream().map(InvalidConfig.Problem::name).toList());
    settings.put("profile", "dev");
    assertEquals(Profile.DEV, SealConfig.from(flags(settings)).deployment().profile());
  }

  @Test
  void a_key_store_needs_what_opens_it_and_nothing_else() throws IOException {
    Map<String, String> settings = least();
    settings.put("sim.keys.rotation", "30d");
    settings.put("sim.keys.lead", "500ms");
    settings.put("sim.keys.store", "pkcs11");

    InvalidConfig refusal =
        assertThrows(InvalidConfig.class, () -> SealConfig.from(flags(settings)));

    assertEquals(
        List.of(
            "sim.keys.password-file is required by sim.keys.store=pkcs11",
            "sim.keys.pkcs11-config belongs to sim.keys.store=pkcs11",
            "sim.keys.lead must be 1s to 3600s, not 500ms"),
        texts(refusal));

    settings.put("sim.keys.lead", "PT20S");
    settings.put("sim.keys.store", "pem");
    settings.put("sim.keys.password-file", write("wide", SECRET, "rw-r-----").toString());
    refusal = assertThrows(InvalidConfig.class, () -> SealConfig.from(flags(settings)));
    assertEquals(1, texts(refusal).size());
    assertTrue(texts(refusal).get(0).contains("must have mode 0600"), texts(refusal).get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "sim, 10s, , 'sim.keys.lead must be longer than lm.revocations.max-staleness, 10s, not 10s'",
    "'sim,lm', 4s, 5s, 'sim.keys.lead must be longer than lm.revocations.max-staleness, 5s, not 4s'",
    "'sim,lm', , 30s, 'sim.keys.lead must be longer than lm.revocations.max-staleness, 30s, not 20s'"
  })
  void a_key_that_an_lm_s_may_not_know_yet_is_refused_before_it_signs(
      String roles, String lead, String staleness, String problem) {
    Map<String, String> settings = least();
    settings.put("roles", roles);
    settings.put("sim.keys.rotation", "30d");
    setIfAny(settings, "sim.keys.lead", lead);
    setIfAny(settings, "lm.revocations.max-staleness", staleness);

    InvalidConfig refusal =
        assertThrows(InvalidConfig.class, () -> SealConfig.from(flags(settings)));

    assertEquals(List.of(problem), texts(refusal));
  }

  private static void setIfAny(Map<String, String> settings, String name, String value) {
    if (value != null) {
      settings.put(name, value);
    }
  }

  @Test
  void no_lead_is_too_short_where_nothing_rotates_or_views_are_younger() {
    Map<String, String> settings = least();
    settings.put("sim.keys.lead", "2s");
    assertEquals(
        Optional.empty(),
        SealConfig.from(flags(settings)).sim().orElseThrow().keys().rotation(),
        "nothing rotates, so nothing is published ahead");

    settings.put("sim.keys.rotation", "30d");
    settings.put("lm.revocations.max-staleness", "1s");
    assertEquals(
        Duration.ofSeconds(2), SealConfig.from(flags(settings)).sim().orElseThrow().keys().lead());
  }

  @Test
  void no_role_starts_without_the_pinned_certificate_of_sim_s() {
    Map<String, String> settings = least();
    settings.put("roles", "lm");
    settings.remove("trust.sim");

    InvalidConfig refusal =
        assertThrows(InvalidConfig.class, () -> SealConfig.from(flags(settings)));

    assertEquals(List.of("trust.sim is required by every role"), texts(refusal));
  }

  @Test
  void a_name_that_stands_twice_is_refused() throws IOException {
    Path file = write("seal.properties", "workers=3\nseal.workers=4", "rw-r--r--");

    assertEquals(
        List.of("seal.workers (file " + file + ") is set twice"),
        Layer.file(file).problems().stream().map(String::valueOf).toList());
  }

  @Test
  void showing_the_settings_names_files_and_no_kafka_property() {
    Settings settings =
        flags(Map.of("kafka.properties.odd", SECRET, "sim.jti-key", secret.toString()));

    List<String> lines = ConfigView.lines(settings);

    assertTrue(lines.contains("sim.jti-key = " + secret + "  # flag --sim.jti-key"));
    assertTrue(lines.contains("kafka.properties.odd = (set)"));
    assertFalse(lines.toString().contains(SECRET));
  }

  private Map<String, String> least() {
    Map<String, String> least = new TreeMap<>();
    least.put("kafka.bootstrap-servers", "broker:9092");
    least.put("kafka.properties-file", kafka.toString());
    least.put("sim.issuer", "https://sim.example");
    least.put("sim.signing-key", secret.toString());
    least.put("sim.certificate", anchor.toString());
    least.put("sim.jti-key", secret.toString());
    least.put("lm.audience", "https://lm.example");
    least.put("gateway.public-url", "https://api.example");
    least.put("gateway.tls.key", tlsKey.toString());
    least.put("gateway.tls.certificate", tlsCertificate.toString());
    least.put("trust.operator", anchor.toString());
    least.put("trust.sim", anchor.toString());
    least.put("audit.pseudonym-key", secret.toString());
    return least;
  }

  private static Settings flags(Map<String, String> settings) {
    List<String> flags =
        settings.entrySet().stream().map(e -> "--" + e.getKey() + "=" + e.getValue()).toList();
    return new Settings(List.of(Layer.flags(flags)));
  }

  private static List<String> texts(InvalidConfig refusal) {
    return refusal.problems().stream().map(String::valueOf).toList();
  }

  private Path write(String name, String text, String mode) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
