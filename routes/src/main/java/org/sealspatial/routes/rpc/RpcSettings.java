/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.rpc;

import java.time.Duration;
import java.util.Map;

/**
 * How a gateway asks over Kafka.
 *
 * @param kafka client properties shared by producer and consumer, at least {@code
 *     bootstrap.servers}
 * @param prefix the deployment's topic prefix
 * @param instanceId stable name of this gateway; decides its reply partition
 * @param maxInFlight how many calls may wait at once
 * @param patience how long a call waits unless it says otherwise; at least one second
 */
public record RpcSettings(
    Map<String, Object> kafka,
    String prefix,
    String instanceId,
    int maxInFlight,
    Duration patience) {

  /** Copies the properties and checks the bounds. */
  public RpcSettings {
    kafka = Map.copyOf(kafka);
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight must be at least 1");
    }
    if (patience.toMillis() < 1000) {
      throw new IllegalArgumentException("patience must be at least one second");
    }
  }

  /** Shorter than the wait, so that a dead broker is told as such before the wait is over. */
  Duration deliveryTimeout() {
    return patience.multipliedBy(8).dividedBy(10);
  }
}
