/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.wiring;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.jose.UnfitKey;
import org.sealspatial.routes.config.GatewayConfig;
import org.sealspatial.routes.http.GatewaySettings;
import org.sealspatial.routes.http.HttpGateway;
import org.sealspatial.routes.rpc.KafkaRpc;
import org.sealspatial.routes.rpc.RpcSettings;
import org.sealspatial.routes.table.KeyContent;
import org.sealspatial.routes.table.Renewal;
import org.sealspatial.routes.table.SignedTable;
import org.sealspatial.routes.table.TableReader;
import org.sealspatial.routes.tls.TlsServer;
import org.sealspatial.routes.tls.UnfitTls;

/** The gateway in this process: HTTP in, Kafka out and back. */
final class GatewayRole implements RunningRole {
  private static final String NAME = "gateway";

  private final Parts parts;
  private final GatewayConfig config;
  private final SignedTable<KeyContent> keys;
  private final TableReader reader;
  private final KafkaRpc rpc;
  private final Optional<TlsServer> tls;

  GatewayRole(Parts parts, GatewayConfig config) throws UnfitKey, UnfitTls {
    this.parts = parts;
    this.config = config;
    this.keys = keys(parts.trust());
    this.reader = new TableReader(parts.tableSource(NAME), List.of(keys), parts.ops().metrics());
    this.rpc =
        new KafkaRpc(
            new RpcSettings(
                parts.kafka(),
                parts.prefix(),
                parts.instance(),
                config.maxInFlight(),
                config.maxWait()),
            parts.ops().metrics());
    this.tls =
        config.tls().isPresent()
            ? Optional.of(new TlsServer(config.tls().get().files(), config.tls().get().demand()))
            : Optional.empty();
    parts.ops().readiness().add("gateway-keys", reader::ready);
    parts.watchTopics(NAME, reader);
    parts.ops().readiness().add("gateway-replies", rpc::ready);
  }

  private SignedTable<KeyContent> keys(Trust trust) {
    return trust.tables().keys(parts.crypto(), Parts.CLOCK, (entry, key) -> key.entry());
  }

  @Override
  public Renewal renewal(Trust trust) {
    return reader.renew(List.of(keys(trust)));
  }

  /** Returns when the port is open. */
  @Override
  public void start() throws Exception {
    reader.start();
    rpc.start();
    reader.awaitReady(Duration.ofDays(1));
    new HttpGateway(settings(), rpc, parts.prefix(), this::jwks, tls).addTo(parts.camel());
  }

  private GatewaySettings settings() {
    String host = config.listener().host();
    int port = config.listener().port();
    var usual = GatewaySettings.Limits.DEFAULT;
    var limits =
        new GatewaySettings.Limits(
            usual.threads(),
            usual.maxBodyBytes(),
            config.maxWait(),
            usual.maxPatience().compareTo(config.maxWait()) > 0
                ? usual.maxPatience()
                : config.maxWait(),
            usual.idle());
    return new GatewaySettings(host, port, config.url(), config.issuer().toString(), limits);
  }

  /** The keys that verify, or will, as a JWK set (RFC 7517 section 5); null while there is none. */
  private String jwks() {
    ArrayNode published = StrictJson.array();
    Instant now = Parts.CLOCK.instant();
    reader.snapshot().rows(keys).values().stream()
        .filter(key -> key.state() != KeyContent.State.RETIRED && now.isBefore(key.notAfter()))
        .forEach(key -> published.add(jwk(key)));
    ObjectNode set = StrictJson.object();
    set.set("keys", published);
    return published.isEmpty() ? null : StrictJson.text(set);
  }

  private static ObjectNode jwk(KeyContent key) {
    ObjectNode jwk = key.jwk().deepCopy();
    jwk.put("kid", key.kid()).put("use", "sig");
    ArrayNode chain = jwk.putArray("x5c");
    key.x5c().forEach(chain::add);
    return jwk;
  }

  /** Serves on with other limits and other TLS files; where those are not fit, nothing changes. */
  void change(GatewayConfig next) throws UnfitTls {
    if (tls.isPresent() && next.tls().isPresent()) {
      tls.get().renew(next.tls().get().files(), next.tls().get().demand());
    }
    rpc.limit(next.maxInFlight());
  }

  @Override
  public void close() {
    rpc.close();
    reader.close();
  }
}
