/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sealspatial.sim.domain.Rule;

/**
 * The rules by the clients they are about, so that a decision never walks through those of others.
 */
final class RuleIndex {
  private static final String ANYBODY = "*";

  private final Map<String, List<Rule>> byClient;
  private final List<Rule> forAnybody;

  private RuleIndex(Map<String, List<Rule>> byClient, List<Rule> forAnybody) {
    this.byClient = byClient;
    this.forAnybody = forAnybody;
  }

  static RuleIndex of(Map<String, List<Rule>> policies) {
    var byClient = new HashMap<String, List<Rule>>();
    policies.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(Rule::name))
        .forEach(
            rule ->
                rule.who()
                    .clients()
                    .patterns()
                    .forEach(c -> byClient.computeIfAbsent(c, k -> new ArrayList<>()).add(rule)));
    List<Rule> forAnybody = byClient.getOrDefault(ANYBODY, List.of());
    byClient.remove(ANYBODY);
    byClient.replaceAll((client, own) -> merged(own, forAnybody));
    return new RuleIndex(byClient, forAnybody);
  }

  private static List<Rule> merged(List<Rule> own, List<Rule> forAnybody) {
    var all = new ArrayList<>(own);
    all.addAll(forAnybody);
    all.sort(Comparator.comparing(Rule::name));
    return all.stream().distinct().toList();
  }

  List<Rule> about(String clientId) {
    return byClient.getOrDefault(clientId, forAnybody);
  }
}
