/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.peer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sealspatial.jose.Algorithm;
import org.sealspatial.jose.CryptoProvider;
import org.sealspatial.jose.PemFiles;
import org.sealspatial.jose.UnfitKey;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which server is the peer, and how it is asked. */
final class PeerOptions {
  @ArgGroup(multiplicity = "1")
  private Endpoint endpoint;

  private static final class Endpoint {
    @Option(names = "--peer-token-url", description = "An OAuth token endpoint.")
    private URI token;

    @Option(names = "--peer-bridge-url", description = "An HTTP-to-Kafka bridge's produce URL.")
    private URI bridge;
  }

  @Option(names = "--peer-name", defaultValue = "peer", description = "What the table calls it.")
  private String name;

  @Option(
      names = "--peer-pid",
      required = true,
      split = ",",
      description = "Its processes: their CPU time is what it costs.")
  private List<Long> pids;

  @Option(names = "--peer-client", description = "The client's id.")
  private String client;

  @Option(
      names = "--peer-auth",
      defaultValue = "private_key_jwt",
      description = "private_key_jwt (default), client_secret_basic or client_secret_post.")
  private String auth;

  @Option(names = "--peer-key", description = "PEM file, mode 0600: the client's ES256 key pair.")
  private Path key;

  @Option(names = "--peer-audience", description = "aud of its assertions: the issuer.")
  private String audience;

  @Option(names = "--peer-secret-file", description = "File with the client's secret.")
  private Path secret;

  @Option(
      names = "--peer-form",
      description = "name=value: a further form parameter, such as scope.")
  private Map<String, String> form = new LinkedHashMap<>();

  @Option(names = "--peer-body", description = "What is posted to a bridge.")
  private String body = "{\"records\":[{\"value\":\"" + "x".repeat(250) + "\"}]}";

  @Option(
      names = "--peer-content-type",
      defaultValue = "application/vnd.kafka.json.v2+json",
      description = "Its media type (default: ${DEFAULT-VALUE}).")
  private String contentType;

  String name() {
    return endpoint.token == null ? name : name + ", " + auth;
  }

  /** Of its rows. */
  String id() {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  boolean isBridge() {
    return endpoint.bridge != null;
  }

  Requests requests(CryptoProvider crypto) throws IOException, UnfitKey {
    return isBridge()
        ? new BridgeEndpoint(endpoint.bridge, contentType, body)
        : new TokenEndpoint(endpoint.token, authentication(crypto), form);
  }

  private ClientAuthentication authentication(CryptoProvider crypto) throws IOException, UnfitKey {
    return switch (auth) {
      case "private_key_jwt" ->
          new ClientAuthentication.Assertion(
              client, PemFiles.signingKey(key, Algorithm.ES256, crypto), audience);
      case "client_secret_basic" -> new ClientAuthentication.Basic(client, secretText());
      case "client_secret_post" -> new ClientAuthentication.Form(client, secretText());
      default -> throw new IllegalArgumentException("no client authentication " + auth);
    };
  }

  private String secretText() throws IOException {
    return Files.readString(secret).strip();
  }

  /** CPU time of its processes so far. */
  Duration cpu() {
    return pids.stream().map(PeerOptions::cpu).reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration cpu(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(() -> new IllegalStateException("no process " + pid));
  }
}
