/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.routes.admin.Narrowing.Target;
import org.sealspatial.routes.table.ClientContent;
import org.sealspatial.routes.table.InvalidContent;
import org.sealspatial.routes.table.PolicyContent;
import org.sealspatial.routes.table.RevocationContent;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.schemas.Topic;

/** What must change in the signed tables so that they say what is desired; changes nothing. */
final class ApplyPlan {
  /** SIM-S may still issue under the old tables for that long after a bundle was signed. */
  static final Duration SETTLING = Duration.ofSeconds(5);

  private final CurrentTables current;
  private final Desired desired;
  private final List<Change> changes = new ArrayList<>();
  private final Set<Target> narrowed = new LinkedHashSet<>();

  private ApplyPlan(CurrentTables current, Desired desired) {
    this.current = current;
    this.desired = desired;
  }

  /** The changes that make the desired entries so. */
  static ApplyPlan of(CurrentTables current, Desired desired, boolean prune) {
    ApplyPlan plan = new ApplyPlan(current, desired);
    plan.put(Topic.CLIENTS, desired.clients(), ClientContent::toJson);
    plan.put(Topic.POLICIES, desired.policies(), PolicyContent::toJson);
    if (prune) {
      plan.prune(Topic.CLIENTS, desired.clients().keySet());
      plan.prune(Topic.POLICIES, desired.policies().keySet());
    }
    plan.findNarrowed();
    return plan;
  }

  /** The one change that removes an entry; none where it is not there. */
  static ApplyPlan removing(CurrentTables current, Topic topic, String id) {
    ApplyPlan plan = new ApplyPlan(current, Desired.nothing());
    if (current.rows(topic).containsKey(id)) {
      plan.changes.add(Change.remove(topic, id));
    }
    plan.findNarrowed();
    return plan;
  }

  private <V> void put(Topic topic, Map<String, V> desired, Function<V, ObjectNode> toJson) {
    Map<String, ObjectNode> rows = current.rows(topic);
    desired.forEach(
        (id, value) -> {
          ObjectNode content = read(toJson.apply(value)); // as the table gives it back
          if (!content.equals(rows.get(id))) {
            changes.add(Change.put(topic, id, rows.containsKey(id), content));
          }
        });
  }

  private void prune(Topic topic, Set<String> kept) {
    current.rows(topic).keySet().stream()
        .filter(id -> !kept.contains(id))
        .sorted()
        .forEach(id -> changes.add(Change.remove(topic, id)));
  }

  private void findNarrowed() {
    for (Change change : changes) {
      String id = change.id();
      if (change.topic() == Topic.POLICIES) {
        var after = Optional.ofNullable(desired.policies().get(id));
        narrowed.addAll(Narrowing.of(current.policy(id), after));
      } else {
        var after = Optional.ofNullable(desired.clients().get(id));
        current.client(id).ifPresent(before -> narrowed.addAll(Narrowing.of(before, after)));
      }
    }
  }

  List<Change> changes() {
    return List.copyOf(changes);
  }

  /** The revocations of all tokens that allow more than the changed tables would. */
  List<Change> revocations(Instant now) {
    return narrowed.stream().map(target -> revocation(target, now)).toList();
  }

  private Change revocation(Target target, Instant now) {
    Instant until = now.plus(SETTLING);
    Optional<String> reason = Optional.of("a change took rights away");
    return revocation(current, target.by(), target.value(), until, reason);
  }

  /** A revocation that takes the place of an earlier one and never hits less than that. */
  static Change revocation(
      CurrentTables current, By by, String value, Instant issuedBefore, Optional<String> reason) {
    RevocationContent fresh = checked(RevocationContent.of(by, value, issuedBefore, reason));
    RevocationContent strong =
        current
            .revocation(fresh.id())
            .filter(before -> before.issuedBefore().isAfter(issuedBefore))
            .orElse(fresh);
    return Change.put(Topic.REVOCATIONS, fresh.id(), strong != fresh, strong.toJson());
  }

  /** What a role could not read must not be written: it would revoke nothing. */
  private static RevocationContent checked(RevocationContent revocation) {
    try {
      return RevocationContent.parse(revocation.toJson());
    } catch (InvalidContent e) {
      throw new AdminFailure("not a revocation: " + e.getMessage(), e);
    }
  }

  private static ObjectNode read(ObjectNode written) {
    return StrictJson.object(StrictJson.text(written)).orElseThrow();
  }
}
