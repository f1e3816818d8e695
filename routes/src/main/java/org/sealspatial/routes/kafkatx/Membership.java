/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.kafkatx;

import java.time.Duration;
import java.util.List;

/**
 * Who this process is to the broker.
 *
 * @param topics what is consumed
 * @param groupId the consumer group
 * @param instanceId the process, stable across restarts and held by one process at a time
 * @param settle how long a worker must have served before it counts as the rightful holder
 */
record Membership(List<String> topics, String groupId, String instanceId, Duration settle) {

  Membership {
    topics = List.copyOf(topics);
    if (topics.isEmpty()) {
      throw new IllegalArgumentException("kafkatx: no topic given");
    }
    required("groupId", groupId);
    required("instanceId", instanceId);
  }

  /** The name of a worker's seat: group instance id, transactional id and client id in one. */
  String seat(int worker) {
    return groupId + "-" + instanceId + "-" + worker;
  }

  private static void required(String name, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("kafkatx: " + name + " is required");
    }
  }
}
