/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How records are worked off.
 *
 * @param workers consumers of each role
 * @param slice how long a transaction waits for more records
 * @param schemas other versions whose records are read, too
 */
public record SpineConfig(Integer workers, Duration slice, Optional<SchemaFolder> schemas) {
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
    var schemas = Optional.ofNullable(settings.read(Key.SCHEMAS_ACCEPTED, SchemaFolder::parse));
    return settings.build(() -> new SpineConfig(workers, slice, schemas));
  }
}
