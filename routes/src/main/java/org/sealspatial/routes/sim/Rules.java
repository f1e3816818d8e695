/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.sim;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealspatial.jose.AuthorizationDetail.AreaLimit;
import org.sealspatial.routes.table.PolicyContent;
import org.sealspatial.routes.table.RuleContent;
import org.sealspatial.sim.domain.Limit;
import org.sealspatial.sim.domain.Names;
import org.sealspatial.sim.domain.Rule;
import org.sealspatial.sim.domain.Volume;

/** From the words of a policy file to the rules the policy decides by. */
final class Rules {
  private Rules() {}

  static List<Rule> of(PolicyContent policy) {
    return policy.rules().stream().map(rule -> rule(policy.id(), rule)).toList();
  }

  private static Rule rule(String policy, RuleContent rule) {
    return new Rule(
        policy + "/" + rule.id(),
        rule.effect() == RuleContent.Effect.DENY ? Rule.Effect.DENY : Rule.Effect.ALLOW,
        new Rule.Who(
            new Names(rule.clients()),
            new Names(rule.valUes()),
            rule.valUsers().isEmpty() ? Optional.empty() : Optional.of(new Names(rule.valUsers())),
            new Names(rule.valServices())),
        new Rule.What(new Names(rule.services()), new Names(rule.actions())),
        new Limit(
            Set.copyOf(rule.maps()), Set.copyOf(rule.layers()), rule.area().map(Rules::volume)),
        new Rule.InForce(rule.from(), rule.until()),
        rule.tokenLifetime());
  }

  private static Volume volume(AreaLimit area) {
    return Volume.of(
        area.ring(),
        area.minHeight().orElse(Double.NEGATIVE_INFINITY),
        area.maxHeight().orElse(Double.POSITIVE_INFINITY));
  }
}
