/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealspatial.schemas.FailureCause;

/**
 * Decides whether SIM-S grants (figure 1, step 2). Nothing is allowed unless a rule allows it; a
 * deny rule that touches what would be granted refuses the whole request; a grant is never wider
 * than what was asked, and names the rules that allowed it.
 */
public final class TokenPolicy {
  /** RFC 9396 objects in one token, at most. */
  public static final int MAX_LIMITS = 16;

  // How far the best rule came: the refusal names the check that it failed.
  private static final List<FailureCause> LADDER =
      List.of(
          FailureCause.SERVICE_NOT_ALLOWED,
          FailureCause.ACTION_NOT_ALLOWED,
          FailureCause.MAP_NOT_ALLOWED,
          FailureCause.LAYER_NOT_ALLOWED,
          FailureCause.AREA_NOT_ALLOWED,
          FailureCause.TIME_NOT_ALLOWED);

  private TokenPolicy() {}

  /** The decision on this question under these policies at this time. */
  public static TokenDecision decide(Policies policies, TokenQuestion question, Instant now) {
    List<Rule> rules =
        policies.about(question.clientId()).stream()
            .filter(r -> r.who().matches(question))
            .toList();
    var grant = new Grant();
    for (Limit wanted : question.wanted()) {
      Optional<FailureCause> refusal = allow(rules, question, wanted, now, grant);
      if (refusal.isPresent()) {
        return new TokenDecision.Refused(refusal.get(), Optional.empty());
      }
    }
    return denial(rules, question, now, grant)
        .<TokenDecision>map(
            rule -> new TokenDecision.Refused(FailureCause.POLICY_DENIED, Optional.of(rule.name())))
        .orElseGet(grant::decision);
  }

  private static Optional<FailureCause> allow(
      List<Rule> rules, TokenQuestion question, Limit wanted, Instant now, Grant grant) {
    int reached = 0;
    boolean allowed = false;
    for (Rule rule : rules) {
      if (rule.effect() == Rule.Effect.ALLOW) {
        int step = stepFailed(rule, question, wanted, now);
        if (step == LADDER.size()) {
          grant.add(rule, rule.limit().intersection(wanted));
          allowed = true;
        }
        reached = Math.max(reached, Math.min(step, LADDER.size() - 1));
      }
    }
    return allowed ? Optional.empty() : Optional.of(LADDER.get(reached));
  }

  private static int stepFailed(Rule rule, TokenQuestion question, Limit wanted, Instant now) {
    if (!rule.what().services().include(question.service())) {
      return 0;
    }
    if (!question.actions().stream().allMatch(rule.what().actions()::include)) {
      return 1;
    }
    if (!rule.limit().mapsMeet(wanted)) {
      return 2;
    }
    if (!rule.limit().layersMeet(wanted)) {
      return 3;
    }
    if (rule.limit().intersection(wanted).isEmpty()) {
      return 4;
    }
    return rule.inForce().at(now) ? LADDER.size() : 5;
  }

  private static Optional<Rule> denial(
      List<Rule> rules, TokenQuestion question, Instant now, Grant grant) {
    return rules.stream()
        .filter(rule -> rule.effect() == Rule.Effect.DENY && rule.inForce().at(now))
        .filter(rule -> rule.what().services().include(question.service()))
        .filter(rule -> question.actions().stream().anyMatch(rule.what().actions()::include))
        .filter(
            rule -> grant.limits.stream().anyMatch(l -> !l.intersection(rule.limit()).isEmpty()))
        .findFirst();
  }

  /** What has been allowed so far. */
  private static final class Grant {
    private final List<Limit> limits = new ArrayList<>();
    private final List<String> rules = new ArrayList<>();
    private Optional<Duration> lifetime = Optional.empty();

    void add(Rule rule, List<Limit> allowed) {
      boolean grew = false;
      for (Limit limit : allowed) {
        if (limits.size() < MAX_LIMITS && !limits.contains(limit)) {
          limits.add(limit);
          grew = true;
        }
      }
      if (grew) {
        rules.add(rule.name());
        lifetime = shorter(lifetime, rule.lifetime());
      }
    }

    private static Optional<Duration> shorter(Optional<Duration> a, Optional<Duration> b) {
      return a.isEmpty() || b.isPresent() && b.get().compareTo(a.get()) < 0 ? b : a;
    }

    TokenDecision decision() {
      return new TokenDecision.Granted(
          limits, String.join(" ", rules.stream().distinct().toList()), lifetime);
    }
  }
}
