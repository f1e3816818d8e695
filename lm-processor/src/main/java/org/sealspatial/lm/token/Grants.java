/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.token;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sealspatial.jose.AuthorizationDetail;
import org.sealspatial.jose.AuthorizationDetail.AreaLimit;
import org.sealspatial.jose.Rejected;
import org.sealspatial.lm.domain.Grant;
import org.sealspatial.lm.domain.HeightRange;
import org.sealspatial.lm.domain.Volume;
import org.sealspatial.schemas.FailureCause;

/** The authorization details of a token as grants. */
final class Grants {
  private Grants() {}

  static List<Grant> of(List<AuthorizationDetail> details) throws Rejected {
    try {
      return details.stream().map(Grants::of).toList();
    } catch (IllegalArgumentException e) {
      // An area nobody can read must not be taken for no limit.
      throw new Rejected(FailureCause.TOKEN_MALFORMED, "authorization_details area");
    }
  }

  private static Grant of(AuthorizationDetail detail) {
    return new Grant(
        new HashSet<>(detail.actions()),
        new HashSet<>(detail.maps()),
        new HashSet<>(detail.layers()),
        detail.area().map(Grants::volume));
  }

  private static Volume volume(AreaLimit limit) {
    return Volume.of(
        limit.ring(), HeightRange.between(bound(limit.minHeight()), bound(limit.maxHeight())));
  }

  private static OptionalDouble bound(Optional<Double> height) {
    return height.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }
}
