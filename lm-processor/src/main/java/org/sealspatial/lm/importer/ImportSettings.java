/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.importer;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sealspatial.lm.domain.SpatialMap;

/**
 * What an imported map becomes.
 *
 * @param mapId its id, a Uint32
 * @param allowedEntities who may access it; empty: any
 * @param epsg code of the coordinate reference system, where the file names none
 * @param heights what is added to heights
 */
public record ImportSettings(
    long mapId,
    Optional<String> valService,
    Set<String> allowedEntities,
    OptionalInt epsg,
    Heights heights) {
  public ImportSettings {
    allowedEntities = Set.copyOf(allowedEntities);
    if (mapId < 0 || mapId > SpatialMap.MAX_ID) {
      throw new IllegalArgumentException("a map id is 0.." + SpatialMap.MAX_ID);
    }
  }

  /**
   * Metres between the file's zero and the ellipsoid. Heights over a national datum, such as NAP,
   * are kept as they are where this is 0, as it is by default: the geoid's undulation (about 43 m
   * in the Netherlands) is not applied, and grants for such a map count from the same zero.
   */
  public record Heights(double offset) {
    /** Heights as given. */
    public static final Heights AS_GIVEN = new Heights(0);

    public Heights {
      if (!Double.isFinite(offset)) {
        throw new IllegalArgumentException("a height offset is a finite number");
      }
    }
  }

  /** A map of this id, open to any, with heights as given. */
  public static ImportSettings open(long mapId) {
    return new ImportSettings(
        mapId, Optional.empty(), Set.of(), OptionalInt.empty(), Heights.AS_GIVEN);
  }
}
