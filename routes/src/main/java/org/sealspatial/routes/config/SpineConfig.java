/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.time.Duration;

/**
 * How records are worked off.
 *
 * @param workers consumers of each role
 * @param slice how long a transaction waits for more records
 */
public record SpineConfig(Integer workers, Duration slice) {
  /** Checks the ranges. */
  public SpineConfig {
    new Checks()
        .between(Key.WORKERS, workers, 1, 64)
        .between(Key.SLICE, slice, Duration.ZERO, Duration.ofMillis(500))
        .raise();
  }

  static SpineConfig from(Settings settings) {
    Integer workers = settings.read(Key.WORKERS, Parse::number);
    Duration slice = settings.read(Key.SLICE, Parse::duration);
    return settings.build(() -> new SpineConfig(workers, slice));
  }
}
