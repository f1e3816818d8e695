/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.jose.AuthorizationDetail;
import org.sealspatial.jose.AuthorizationDetail.AreaLimit;
import org.sealspatial.jose.Rejected;
import org.sealspatial.schemas.FailureCause;
import org.sealspatial.sim.domain.Limit;
import org.sealspatial.sim.domain.Volume;

/** Between the words of RFC 9396 and the limits the policy reckons with. */
final class Limits {
  private Limits() {}

  /** What a request asks for; no details: no limit. */
  static List<Limit> wanted(TokenCall call) throws Rejected {
    if (call.authorizationDetails().isEmpty()) {
      return List.of(Limit.NONE);
    }
    var limits = new ArrayList<Limit>();
    for (var detail : AuthorizationDetail.parse(call.authorizationDetails().get())) {
      if (!Set.copyOf(detail.actions()).equals(Set.copyOf(call.actions()))) {
        throw invalid("actions differ from the request's");
      }
      limits.add(limit(detail));
    }
    return limits;
  }

  private static Limit limit(AuthorizationDetail detail) throws Rejected {
    Optional<Volume> area = Optional.empty();
    if (detail.area().isPresent()) {
      area = Optional.of(volume(detail.area().get()));
    }
    return new Limit(
        new LinkedHashSet<>(detail.maps()), new LinkedHashSet<>(detail.layers()), area);
  }

  private static Volume volume(AreaLimit limit) throws Rejected {
    try {
      return Volume.of(
          limit.ring(),
          limit.minHeight().orElse(Double.NEGATIVE_INFINITY),
          limit.maxHeight().orElse(Double.POSITIVE_INFINITY));
    } catch (IllegalArgumentException e) {
      throw invalid("the area is no simple polygon");
    }
  }

  private static Rejected invalid(String hint) {
    return new Rejected(FailureCause.AUTHORIZATION_DETAILS_INVALID, hint);
  }

  /** What was granted, in the words of RFC 9396, in a fixed order. */
  static List<AuthorizationDetail> details(List<Limit> limits, List<String> actions) {
    List<String> sorted = actions.stream().distinct().sorted().toList();
    return limits.stream()
        .map(
            limit ->
                new AuthorizationDetail(
                    sorted,
                    limit.maps().stream().sorted().toList(),
                    limit.layers().stream().sorted().toList(),
                    limit.area().map(Limits::area)))
        .toList();
  }

  private static AreaLimit area(Volume volume) {
    return new AreaLimit(volume.ring(), finite(volume.minHeight()), finite(volume.maxHeight()));
  }

  private static Optional<Double> finite(double height) {
    return Double.isFinite(height) ? Optional.of(height) : Optional.empty();
  }
}
