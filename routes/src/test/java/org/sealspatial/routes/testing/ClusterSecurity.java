/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * A cluster where nothing is open: TLS everywhere, clients by SCRAM (SASL_SSL) or by certificate,
 * rights by the StandardAuthorizer, and none without an entry. A client of the certificate's
 * listener that shows none is User:ANONYMOUS.
 */
public final class ClusterSecurity {
  private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

  private final TestCa ca = new TestCa("cluster");
  private final Path folder;

  /** Keys and certificates go to this folder. */
  public ClusterSecurity(Path folder) {
    this.folder = folder;
    write("ca.pem", ca.pem());
    identity("broker");
  }

  private Path write(String name, String text) {
    try {
      return TestCa.secretFile(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path identity(String name) {
    TestCa.Identity own = ca.issue(name);
    return write(name + ".pem", own.keyPem() + own.certificatePem());
  }

  /** Settings of a node that listens on these ports: clients, quorum, clients with certificates. */
  Map<String, String> brokerSettings(List<Integer> ports) {
    Map<String, String> settings = new HashMap<>(files("broker"));
    settings.put(
        "listeners",
        "CLIENTS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d,MUTUAL://127.0.0.1:%d"
            .formatted(ports.toArray()));
    settings.put(
        "advertised.listeners",
        "CLIENTS://127.0.0.1:%d,MUTUAL://127.0.0.1:%d".formatted(ports.get(0), ports.get(2)));
    settings.put("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:SSL,MUTUAL:SSL");
    settings.put("inter.broker.listener.name", "MUTUAL");
    settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    settings.put("listener.name.clients.scram-sha-512.sasl.jaas.config", SCRAM + " required;");
    settings.put("listener.name.controller.ssl.client.auth", "required");
    settings.put("listener.name.mutual.ssl.client.auth", "requested");
    settings.put("ssl.principal.mapping.rules", "RULE:^CN=([a-z-]+)$/$1/");
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("allow.everyone.if.no.acl.found", "false");
    settings.put("super.users", "User:broker");
    return settings;
  }

  private Map<String, String> files(String name) {
    Map<String, String> files = new HashMap<>(trust());
    files.put("ssl.keystore.type", "PEM");
    files.put("ssl.keystore.location", folder.resolve(name + ".pem").toString());
    return files;
  }

  private Map<String, String> trust() {
    return Map.of(
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        folder.resolve("ca.pem").toString());
  }

  /** A client that shows a certificate of this name; "broker" may do everything. */
  public Map<String, Object> certified(String name, String bootstrap) {
    identity(name);
    Map<String, Object> client = new HashMap<>(files(name));
    client.put("security.protocol", "SSL");
    client.put("bootstrap.servers", bootstrap);
    return client;
  }

  /** A client that shows no certificate. */
  public Map<String, Object> anonymous(String bootstrap) {
    Map<String, Object> client = new HashMap<>(trust());
    client.put("security.protocol", "SSL");
    client.put("bootstrap.servers", bootstrap);
    return client;
  }

  /** What a client with a name and a password has in its properties file. */
  public Map<String, String> named(String user, String password) {
    Map<String, String> client = new HashMap<>(trust());
    client.put("security.protocol", "SASL_SSL");
    client.put("sasl.mechanism", "SCRAM-SHA-512");
    client.put(
        "sasl.jaas.config",
        SCRAM + " required username=\"" + user + "\" password=\"" + password + "\";");
    return client;
  }

  /** Makes users whose passwords are {@link #password}, by this admin. */
  public void makeUsers(Map<String, Object> admin, Stream<String> names)
      throws ExecutionException, InterruptedException {
    try (Admin brokers = Admin.create(admin)) {
      brokers.alterUserScramCredentials(names.map(ClusterSecurity::user).toList()).all().get();
    }
  }

  private static UserScramCredentialAlteration user(String name) {
    return new UserScramCredentialUpsertion(
        name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password(name));
  }

  /** The password of a user. */
  public static String password(String user) {
    return "secret-of-" + user + "-4711";
  }
}
