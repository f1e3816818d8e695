/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.admin;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sealspatial.routes.table.ClientContent;
import org.sealspatial.routes.table.ClientContent.ProofDemand;
import org.sealspatial.routes.table.PolicyContent;
import org.sealspatial.routes.table.RevocationContent.By;
import org.sealspatial.routes.table.RuleContent;
import org.sealspatial.routes.table.RuleContent.Effect;

/**
 * Whose tokens a change takes something from. Errs to the safe side: a rule counts as kept only
 * where one of the same name allows at least as much, in every limit.
 */
final class Narrowing {
  private static final String ANY = "*";

  /** Tokens, by what they have in common. */
  record Target(By by, String value) {}

  private Narrowing() {}

  static Set<Target> of(ClientContent before, Optional<ClientContent> after) {
    boolean kept =
        after
            .filter(
                a ->
                    (!a.disabled() || before.disabled())
                        && a.signatureKeys().containsAll(before.signatureKeys())
                        && (before.proof() == ProofDemand.REQUIRED || a.proof() == before.proof())
                        && (before.certificateBound() || !a.certificateBound())
                        && covers(a.valUes(), before.valUes())
                        && a.valServices().containsAll(before.valServices()))
            .isPresent();
    return kept ? Set.of() : Set.of(new Target(By.CLIENT, before.id()));
  }

  static Set<Target> of(Optional<PolicyContent> before, Optional<PolicyContent> after) {
    Map<String, RuleContent> old = byId(before);
    Map<String, RuleContent> now = byId(after);
    Set<Target> targets = new LinkedHashSet<>();
    old.values().stream()
        .filter(rule -> rule.effect() == Effect.ALLOW && !keeps(now.get(rule.id()), rule))
        .forEach(rule -> targets.addAll(targets(rule)));
    now.values().stream()
        .filter(rule -> rule.effect() == Effect.DENY && !keeps(old.get(rule.id()), rule))
        .forEach(rule -> targets.addAll(targets(rule)));
    return targets;
  }

  private static Map<String, RuleContent> byId(Optional<PolicyContent> policy) {
    return policy.map(PolicyContent::rules).orElse(List.of()).stream()
        .collect(Collectors.toMap(RuleContent::id, Function.identity()));
  }

  private static Set<Target> targets(RuleContent rule) {
    boolean anyone = rule.clients().contains(ANY);
    By by = anyone ? By.SERVICE : By.CLIENT;
    return (anyone ? rule.services() : rule.clients())
        .stream().map(value -> new Target(by, value)).collect(Collectors.toSet());
  }

  /** Whether the wide rule has the same effect on at least all that the narrow one has it on. */
  private static boolean keeps(RuleContent wide, RuleContent narrow) {
    return wide != null
        && wide.effect() == narrow.effect()
        && covers(wide.clients(), narrow.clients())
        && covers(wide.valUes(), narrow.valUes())
        && coversAbsent(wide.valUsers(), narrow.valUsers())
        && covers(wide.valServices(), narrow.valServices())
        && wide.services().containsAll(narrow.services())
        && wide.actions().containsAll(narrow.actions())
        && containsAbsent(wide.maps(), narrow.maps())
        && containsAbsent(wide.layers(), narrow.layers())
        && (wide.area().isEmpty() || wide.area().equals(narrow.area()))
        && inTime(wide, narrow)
        && wide.tokenLifetime().equals(narrow.tokenLifetime());
  }

  private static boolean inTime(RuleContent wide, RuleContent narrow) {
    Instant wideFrom = wide.from().orElse(Instant.MIN);
    Instant wideUntil = wide.until().orElse(Instant.MAX);
    return !wideFrom.isAfter(narrow.from().orElse(Instant.MIN))
        && !wideUntil.isBefore(narrow.until().orElse(Instant.MAX));
  }

  /** Whether each narrow pattern lies within a wide one; a trailing * stands for any rest. */
  private static boolean covers(List<String> wide, List<String> narrow) {
    return narrow.stream().allMatch(n -> wide.stream().anyMatch(w -> covers(w, n)));
  }

  private static boolean covers(String wide, String narrow) {
    return wide.equals(narrow)
        || wide.endsWith(ANY) && narrow.startsWith(wide.substring(0, wide.length() - 1));
  }

  private static boolean coversAbsent(List<String> wide, List<String> narrow) {
    return wide.isEmpty() || !narrow.isEmpty() && covers(wide, narrow);
  }

  private static <T> boolean containsAbsent(List<T> wide, List<T> narrow) {
    return wide.isEmpty() || !narrow.isEmpty() && wide.containsAll(narrow);
  }
}
