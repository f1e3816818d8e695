/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.util.List;

/**
 * A volume as far as some grants reach.
 *
 * @param volume all of it
 * @param grants the grants that were asked
 * @param parts what is granted of it; none where nothing is
 * @param isCut whether some of it is not granted
 */
record ClippedVolume(Volume volume, List<Grant> grants, List<Volume> parts, boolean isCut) {

  static ClippedVolume of(Volume volume, List<Grant> grants) {
    if (grants.stream().anyMatch(g -> g.area().isEmpty())) {
      return new ClippedVolume(volume, grants, List.of(volume), false);
    }
    List<Volume> areas = grants.stream().flatMap(g -> g.area().stream()).toList();
    List<Volume> parts =
        areas.stream().flatMap(a -> a.intersection(volume).stream()).distinct().toList();
    return new ClippedVolume(volume, grants, parts, !Volume.cover(areas, volume));
  }

  /** The same for another volume and other grants; spared where they are these. */
  ClippedVolume or(Volume other, List<Grant> others) {
    return other == volume && others.equals(grants) ? this : of(other, others);
  }
}
