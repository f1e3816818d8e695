/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.util.Optional;

/**
 * What the operator's commands need: the cluster and, for those that sign, the operator's key.
 *
 * @param cluster where the topics are
 * @param operatorKey signs tables
 * @param trust anchors of the tables, for those that read them
 * @param pseudonymKey makes the pseudonyms in the audit, for those that look for a subject in it
 */
public record ToolConfig(
    ClusterConfig cluster,
    Optional<SecretFile> operatorKey,
    Optional<TrustConfig> trust,
    Optional<SecretFile> pseudonymKey) {

  /** Reads and checks; throws {@link InvalidConfig} with every problem. */
  public static ToolConfig from(Settings settings) {
    ClusterConfig cluster = ClusterConfig.from(settings);
    var key = Optional.ofNullable(settings.read(Key.OPERATOR_KEY, SecretFile::parse));
    Optional<TrustConfig> trust =
        settings.has(Key.TRUST_OPERATOR) && settings.has(Key.TRUST_SIM)
            ? Optional.ofNullable(TrustConfig.from(settings))
            : Optional.empty();
    var pseudonyms =
        Optional.ofNullable(settings.read(Key.AUDIT_PSEUDONYM_KEY, SecretFile::parseKey));
    settings.raise();
    return new ToolConfig(cluster, key, trust, pseudonyms);
  }
}
