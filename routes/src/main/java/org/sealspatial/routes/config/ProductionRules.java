/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.net.URI;
import java.util.Optional;

/** What the production profile refuses; parts that could not be read are left out. */
final class ProductionRules {
  private final Checks checks = new Checks();

  private ProductionRules() {}

  static void check(
      ClusterConfig cluster,
      TrustConfig trust,
      Optional<SimConfig> sim,
      Optional<GatewayConfig> gateway,
      Listener management) {
    ProductionRules rules = new ProductionRules();
    rules.broker(cluster);
    rules.anchors(trust);
    sim.ifPresent(rules::sim);
    gateway.ifPresent(rules::gateway);
    rules.management(management);
    rules.checks.raise();
  }

  private void broker(ClusterConfig cluster) {
    KafkaConfig kafka = cluster == null ? null : cluster.kafka();
    if (kafka != null) {
      kafka.propertiesFile().ifPresent(file -> notLocal(Key.KAFKA_PROPERTIES_FILE, file.text()));
      checks
          .that(
              kafka.encrypted(),
              Key.KAFKA_PROPERTIES,
              () -> "must set security.protocol to SSL or SASL_SSL (profile production)")
          .that(
              kafka.checksBrokerNames(),
              Key.KAFKA_PROPERTIES_FILE,
              () ->
                  "must leave ssl.endpoint.identification.algorithm at https (profile production)")
          .that(
              kafka.provesItselfSafely(),
              Key.KAFKA_PROPERTIES_FILE,
              () ->
                  "must have a sasl.mechanism of SCRAM-SHA-512, SCRAM-SHA-256, PLAIN or GSSAPI, and"
                      + " its login module in sasl.jaas.config; OAUTHBEARER is refused (profile"
                      + " production)")
          .that(
              kafka.risky().isEmpty(),
              Key.KAFKA_PROPERTIES_FILE,
              () -> "must not set " + kafka.risky().orElse("") + " so (profile production)");
    }
  }

  private void management(Listener management) {
    checks.that(
        management == null || management.onLoopback(),
        Key.MANAGEMENT_HOST,
        () -> "must be a loopback address (profile production)");
  }

  private void anchors(TrustConfig trust) {
    if (trust != null) {
      notLocal(Key.TRUST_OPERATOR, trust.operator().text());
      notLocal(Key.TRUST_SIM, trust.sim().text());
    }
  }

  private void sim(SimConfig sim) {
    https(Key.SIM_ISSUER, sim.issuer());
    if (sim.signing() != null) {
      notLocal(Key.SIM_SIGNING_KEY, sim.signing().key().file().raw());
      notLocal(Key.SIM_JTI_KEY, sim.signing().jtiKey().text());
    }
  }

  private void gateway(GatewayConfig gateway) {
    gateway.publicUrl().ifPresent(url -> https(Key.GATEWAY_PUBLIC_URL, url));
    checks.that(
        gateway.tls().isPresent(), Key.GATEWAY_TLS_KEY, () -> "is required (profile production)");
    gateway.tls().ifPresent(tls -> notLocal(Key.GATEWAY_TLS_KEY, tls.key().raw()));
    checks.that(
        gateway.publicUrl().isPresent(),
        Key.GATEWAY_PUBLIC_URL,
        () -> "is required (profile production)");
  }

  private void notLocal(Key key, String pem) {
    checks.that(
        !pem.contains(PublicFile.LOCAL_MARK),
        key,
        () -> "must not be a key " + PublicFile.LOCAL_MARK + " (profile production)");
  }

  private void https(Key key, URI address) {
    checks.that(
        "https".equals(address.getScheme()), key, () -> "must be https (profile production)");
  }
}
