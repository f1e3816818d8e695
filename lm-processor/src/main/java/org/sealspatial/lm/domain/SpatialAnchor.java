/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A spatial anchor: a place that leads to a service (TS 23.437 table 7.3.2.1-1).
 *
 * @param applicationInfo base64 of what the application stored with it
 */
public record SpatialAnchor(
    String id,
    Position position,
    MapPlace place,
    Service service,
    Optional<String> applicationInfo,
    Access access) {
  public SpatialAnchor {
    Text.require(id, "an anchor id");
  }

  /** Where on a map the anchor is; each part may be unknown. */
  public record MapPlace(OptionalLong mapId, Optional<String> layer, Optional<String> objectId) {
    /** On no map. */
    public static final MapPlace NOWHERE =
        new MapPlace(OptionalLong.empty(), Optional.empty(), Optional.empty());

    public MapPlace {
      mapId.ifPresent(SpatialMap::requireId);
    }
  }

  /** The service the anchor leads to: VAL service id and endpoint (URI, FQDN or IP address). */
  public record Service(String valService, String endpoint) {
    public Service {
      Text.require(valService, "a VAL service id");
      Text.require(endpoint, "an endpoint");
    }
  }

  /**
   * Who may find the anchor, where and when.
   *
   * @param serviceArea where the anchor may be used
   * @param allowedEntities VAL clients, VAL UEs or VAL services; empty: any
   * @param from active from here, included
   * @param until inactive from here on
   */
  public record Access(
      Optional<Volume> serviceArea,
      Set<String> allowedEntities,
      Optional<Instant> from,
      Optional<Instant> until) {
    /** Anyone, anywhere, always. */
    public static final Access OPEN =
        new Access(Optional.empty(), Set.of(), Optional.empty(), Optional.empty());

    public Access {
      allowedEntities = Set.copyOf(allowedEntities);
    }

    boolean isActive(Instant now) {
      return from.map(start -> !now.isBefore(start)).orElse(true)
          && until.map(now::isBefore).orElse(true);
    }
  }
}
