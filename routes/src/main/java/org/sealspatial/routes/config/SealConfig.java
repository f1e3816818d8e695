/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * All that a running process is told. Each role's part is there exactly when the process has the
 * role, and is complete.
 *
 * @param deployment what this process is
 * @param cluster where the topics are
 * @param spine how records are worked off
 * @param trust whose signatures count
 * @param audit what is kept of people
 * @param sim SIM-S, if it is a role
 * @param lm LM-S, if it is a role
 * @param gateway the gateway, if it is a role
 * @param management where health and metrics listen
 */
public record SealConfig(
    Deployment deployment,
    ClusterConfig cluster,
    SpineConfig spine,
    TrustConfig trust,
    AuditConfig audit,
    Optional<SimConfig> sim,
    Optional<LmConfig> lm,
    Optional<GatewayConfig> gateway,
    Listener management) {

  /** Applies what the profile forbids. */
  public SealConfig {
    if (deployment.profile() == Profile.PRODUCTION) {
      ProductionRules.check(cluster, trust, sim, gateway, management);
    }
  }

  /** Reads and checks; throws {@link InvalidConfig} with every problem. */
  public static SealConfig from(Settings settings) {
    LogConfig.from(settings);
    Deployment deployment = Deployment.from(settings);
    ClusterConfig cluster = ClusterConfig.from(settings);
    SpineConfig spine = SpineConfig.from(settings);
    TrustConfig trust = TrustConfig.from(settings);
    AuditConfig audit = AuditConfig.from(settings);
    var sim = ofRole(Role.SIM, deployment, settings, SimConfig::from);
    var lm = ofRole(Role.LM, deployment, settings, LmConfig::from);
    var gateway = ofRole(Role.GATEWAY, deployment, settings, GatewayConfig::from);
    Listener management = Listener.from(settings, Key.MANAGEMENT_HOST, Key.MANAGEMENT_PORT);
    SealConfig config = null;
    if (deployment != null && deployment.profile() != null) {
      config =
          settings.build(
              () ->
                  new SealConfig(
                      deployment, cluster, spine, trust, audit, sim, lm, gateway, management));
    }
    settings.raise();
    return config;
  }

  private static <T> Optional<T> ofRole(
      Role role, Deployment deployment, Settings settings, Function<Settings, T> from) {
    boolean has = deployment != null && deployment.roles().contains(role);
    return has ? Optional.ofNullable(from.apply(settings)) : Optional.empty();
  }
}
