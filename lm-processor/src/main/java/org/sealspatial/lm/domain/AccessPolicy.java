/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.lm.domain;

import static org.sealspatial.schemas.FailureCause.MAP_NOT_FOUND;
import static org.sealspatial.schemas.FailureCause.MAP_NOT_YOURS;
import static org.sealspatial.schemas.FailureCause.SCOPE_INSUFFICIENT;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealspatial.lm.domain.AccessDecision.Allowed;
import org.sealspatial.lm.domain.AccessDecision.Denied;

/**
 * Decides what of a map, or of the anchors, a verified token may see (TS 33.434 clause 6.1.2, TS
 * 23.437 allowed entities). Denies unless every check says yes. Pure: the same arguments, the same
 * decision.
 */
public final class AccessPolicy {

  /** May this token have the map it asks for, and what of it? */
  public AccessDecision<MapClip> decide(
      VerifiedToken token, SpatialQuestion question, Optional<SpatialMap> map) {
    if (!token.scope().covers(question.service(), question.operation())) {
      return new Denied<>(SCOPE_INSUFFICIENT);
    }
    return map.map(found -> decide(token, question, found))
        .orElseGet(() -> new Denied<>(MAP_NOT_FOUND));
  }

  private AccessDecision<MapClip> decide(
      VerifiedToken token, SpatialQuestion question, SpatialMap map) {
    List<Grant> grants =
        token.grantsFor(question.operation()).stream()
            .filter(grant -> grant.allowsMap(map.id()))
            .filter(grant -> grant.reaches(map.coverage()))
            .toList();
    if (grants.isEmpty()
        || !token.identity().isAmong(map.allowedEntities())
        || !question.asksForServiceOf(map)) {
      return new Denied<>(MAP_NOT_YOURS);
    }
    return asked(map, question)
        .map(part -> MapClip.of(part, question, grants))
        .filter(clip -> !clip.layers().isEmpty())
        .<AccessDecision<MapClip>>map(Allowed::new)
        .orElseGet(() -> new Denied<>(MAP_NOT_YOURS));
  }

  // What was not asked for is not withheld: the question narrows before the grant does.
  private static Optional<SpatialMap> asked(SpatialMap map, SpatialQuestion question) {
    return question.area().isEmpty() ? Optional.of(map) : map.within(question.area().get(0));
  }

  /** May this token look for anchors or maps, and which may it find? */
  public AccessDecision<DiscoveryClip> decide(
      VerifiedToken token, SpatialQuestion question, Instant now) {
    List<Grant> grants = token.grantsFor(question.operation());
    if (!token.scope().covers(question.service(), question.operation()) || grants.isEmpty()) {
      return new Denied<>(SCOPE_INSUFFICIENT);
    }
    return new Allowed<>(new DiscoveryClip(token.identity(), question, grants, now));
  }
}
