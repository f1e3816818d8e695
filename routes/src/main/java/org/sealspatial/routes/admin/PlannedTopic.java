/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A topic as it must be.
 *
 * @param name with the deployment's prefix
 * @param partitions fixed for ever
 * @param replicationFactor copies of each
 * @param settings Kafka's topic properties
 */
public record PlannedTopic(
    String name, int partitions, int replicationFactor, Map<String, String> settings) {

  /** Copies the settings. */
  public PlannedTopic {
    settings = Map.copyOf(settings);
  }

  NewTopic toCreate() {
    return new NewTopic(name, Optional.of(partitions), Optional.of((short) replicationFactor))
        .configs(settings);
  }
}
