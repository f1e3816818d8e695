/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How Kafka is reached.
 *
 * @param bootstrapServers {@code host:port}, one or more
 * @param properties for every client; no secrets
 * @param propertiesFile for every client; may hold secrets, wins over {@code properties}
 */
public record KafkaConfig(
    List<String> bootstrapServers,
    Map<String, String> properties,
    Optional<SecretFile> propertiesFile) {

  private static final String ADDRESS = "([^\\s:\\[\\]]+|\\[[0-9a-fA-F:.]+])(:\\d{1,5})";
  private static final List<String> SECRET_PARTS =
      List.of("password", "jaas", "secret", ".key", "keystore.certificate");
  private static final Map<String, String> LOGIN_MODULES =
      Map.of(
          "SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule",
          "SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule",
          "PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule",
          "GSSAPI", "com.sun.security.auth.module.Krb5LoginModule");

  private static final List<String> FOREIGN_CODE =
      List.of(
          "ssl.engine.factory.class",
          "ssl.trustmanager.algorithm",
          "security.providers",
          "interceptor.classes");
  private static final String[] PROTOCOLS = {"ssl.enabled.protocols", "ssl.protocol"};

  /** Checks addresses, and that no secret stands outside the file. */
  public KafkaConfig {
    properties = Map.copyOf(properties);
    new Checks()
        .required(Key.KAFKA_BOOTSTRAP_SERVERS, bootstrapServers, "every command that uses Kafka")
        .that(
            areAddresses(bootstrapServers),
            Key.KAFKA_BOOTSTRAP_SERVERS,
            () -> "must be a list of host:port")
        .that(
            properties.keySet().stream().noneMatch(KafkaConfig::isSecret),
            Key.KAFKA_PROPERTIES,
            () -> "must hold no secret; put it into kafka.properties-file")
        .that(
            !properties.containsKey("bootstrap.servers"),
            Key.KAFKA_PROPERTIES,
            () -> "must not hold bootstrap.servers; that is kafka.bootstrap-servers")
        .raise();
    bootstrapServers = List.copyOf(bootstrapServers);
  }

  private static boolean areAddresses(List<String> servers) {
    return servers == null || servers.stream().allMatch(server -> server.matches(ADDRESS));
  }

  /** A file of Kafka properties, checked. */
  static SecretFile parseFile(String text) {
    SecretFile file = SecretFile.parse(text);
    read(file);
    return file;
  }

  private static boolean isSecret(String property) {
    String name = property.toLowerCase(Locale.ROOT);
    return SECRET_PARTS.stream().anyMatch(name::contains);
  }

  /** Properties of every Kafka client, secrets included: never log them. */
  public Map<String, Object> clientProperties() {
    Map<String, Object> all = new TreeMap<>(properties);
    propertiesFile.ifPresent(file -> all.putAll(read(file)));
    all.put("bootstrap.servers", String.join(",", bootstrapServers));
    return all;
  }

  /** Whether clients talk TLS to the brokers. */
  boolean encrypted() {
    return String.valueOf(clientProperties().get("security.protocol")).endsWith("SSL");
  }

  /** Whether a broker must have a certificate of its own name, as Kafka does unless told not to. */
  boolean checksBrokerNames() {
    Object algorithm = clientProperties().get("ssl.endpoint.identification.algorithm");
    return algorithm == null || "https".equalsIgnoreCase(algorithm.toString().strip());
  }

  /**
   * Whether the client proves itself in a way that was looked at: a certificate, or a mechanism
   * with the login module that Kafka has for it. So not by OAUTHBEARER, where brokers take any
   * token until a validator is set up with care (CVE-2026-33557), and not by a module that fetches
   * names or code from elsewhere (JndiLoginModule, CVE-2023-25194).
   */
  boolean provesItselfSafely() {
    Map<String, Object> all = clientProperties();
    if (!String.valueOf(all.get("security.protocol")).startsWith("SASL")) {
      return true;
    }
    String module = LOGIN_MODULES.get(String.valueOf(all.get("sasl.mechanism")));
    String jaas = String.valueOf(all.get("sasl.jaas.config")).strip();
    return module != null && jaas.split("\\s", 2)[0].equals(module);
  }

  /**
   * The property that would have code that is not ours decide whom to trust, or see every record;
   * or let go of TLS 1.2 and later.
   */
  Optional<String> risky() {
    Map<String, Object> all = clientProperties();
    Stream<String> foreign = FOREIGN_CODE.stream().filter(all::containsKey);
    Stream<String> old =
        Stream.of(PROTOCOLS).filter(name -> all.containsKey(name) && !isModern(all.get(name)));
    return Stream.concat(foreign, old).findFirst();
  }

  private static boolean isModern(Object protocols) {
    return Stream.of(protocols.toString().split(","))
        .map(String::strip)
        .allMatch(protocol -> protocol.equals("TLSv1.2") || protocol.equals("TLSv1.3"));
  }

  private static Map<String, Object> read(SecretFile file) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(file.text()));
    } catch (IOException | IllegalArgumentException e) {
      // the cause could quote a secret
      throw new IllegalArgumentException("must be a properties file: " + file.path());
    }
    Map<String, Object> read = new TreeMap<>();
    properties.forEach((name, value) -> read.put((String) name, value));
    return read;
  }

  /** Names only, since a property may be a secret that nobody foresaw. */
  @Override
  public String toString() {
    return "KafkaConfig["
        + bootstrapServers
        + ", "
        + properties.keySet()
        + ", "
        + propertiesFile
        + "]";
  }
}
