/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealspatial.lm.domain.VerifiedToken.Identity;

/**
 * Which anchors a discovery may find. An anchor that is inactive, or whose allowed entities do not
 * include the asker, does not exist for him. {@link #withheld} depends on the question and the
 * grant alone, never on what there is: else a client could find a hidden anchor by asking for ever
 * smaller areas.
 */
public record DiscoveryClip(
    Identity asker, SpatialQuestion question, List<Grant> grants, Instant now) {
  public DiscoveryClip {
    grants = List.copyOf(grants);
  }

  /** Whether the anchor is asked for, alive, open to the asker and granted. */
  public boolean shows(SpatialAnchor anchor) {
    return anchor.access().isActive(now)
        && asker.isAmong(anchor.access().allowedEntities())
        && question.asksFor(anchor)
        && grants.stream().anyMatch(g -> g.allows(anchor));
  }

  /** Where to look; empty: everywhere. Nothing outside can be shown. */
  public List<Volume> reach() {
    List<Volume> asked = question.area();
    if (grants.stream().anyMatch(g -> g.area().isEmpty())) {
      return asked;
    }
    List<Volume> granted = grants.stream().flatMap(g -> g.area().stream()).toList();
    return asked.isEmpty()
        ? granted
        : asked.stream()
            .flatMap(a -> granted.stream().map(g -> g.intersection(a)).flatMap(Optional::stream))
            .toList();
  }

  /** Whether the grant does not let the asker look there at all. */
  public boolean looksNowhere() {
    return reach().isEmpty() && !question.area().isEmpty();
  }

  /** The granted parts of the anchor's service area; empty where it has none or none is granted. */
  public List<Volume> serviceArea(SpatialAnchor anchor) {
    return anchor
        .access()
        .serviceArea()
        .map(area -> ClippedVolume.of(area, grants).parts())
        .orElse(List.of());
  }

  /** Whether some of the service area of an anchor that is shown is not. */
  public boolean cuts(SpatialAnchor anchor) {
    return anchor
        .access()
        .serviceArea()
        .map(area -> ClippedVolume.of(area, grants).isCut())
        .orElse(false);
  }

  /** Whether the question goes beyond the grant. */
  public boolean withheld() {
    List<Grant> open = grants.stream().filter(Grant::namesNoMapOrLayer).toList();
    if (open.stream().anyMatch(g -> g.area().isEmpty())) {
      return false;
    }
    List<Volume> granted = open.stream().flatMap(g -> g.area().stream()).toList();
    return question.area().isEmpty()
        || !question.area().stream().allMatch(asked -> Volume.cover(granted, asked));
  }
}
