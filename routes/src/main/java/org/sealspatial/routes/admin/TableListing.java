/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.sealspatial.routes.config.ClusterConfig;
import org.sealspatial.schemas.Topic;

/** The entries of a signed table that are in force, for people to read. */
public final class TableListing {
  private final ClusterConfig cluster;
  private final Anchors anchors;

  /** Does not connect yet. */
  public TableListing(ClusterConfig cluster, Anchors anchors) {
    this.cluster = cluster;
    this.anchors = anchors;
  }

  /** Contents by id, sorted; clients, policies or revocations. */
  public Map<String, ObjectNode> of(Topic topic, Duration patience) throws InterruptedException {
    try (CurrentTables tables = CurrentTables.read(cluster, anchors, patience)) {
      return new TreeMap<>(tables.rows(topic));
    }
  }
}
