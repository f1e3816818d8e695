/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.local.kill;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sealspatial.local.kill.Outcomes.Audited;
import org.sealspatial.local.kill.Outcomes.Parked;
import org.sealspatial.local.kill.Outcomes.Replied;
import org.sealspatial.schemas.v1.Flow;
import org.sealspatial.schemas.v1.Outcome;

/**
 * What must hold whatever was killed: each request offset ends in exactly one audit record and in
 * exactly one of reply and dead letter; a request id never has two tokens; no token without an
 * audit record that grants it, and no such record without its token.
 */
final class Invariant {
  private final Map<String, Sent> sent;
  private final Outcomes outcomes;
  private final Map<String, Audited> audits;
  private final List<String> problems = new ArrayList<>();

  private Invariant(Collection<Sent> sent, Outcomes outcomes) {
    this.sent = new TreeMap<>();
    sent.forEach(s -> this.sent.put(s.id(), s));
    this.outcomes = outcomes;
    this.audits = new HashMap<>();
    outcomes.audits().forEach(a -> audits.put(a.id(), a));
  }

  /** What does not hold; empty where all does. */
  static List<String> problems(Collection<Sent> sent, Outcomes outcomes) {
    var invariant = new Invariant(sent, outcomes);
    invariant.eachOffsetEndsOnce();
    invariant.eachRequestIdIsAnsweredAsOftenAsItWasSent();
    invariant.eachFirstDecisionIsRightAndRepeated();
    invariant.eachTokenIsAudited();
    return invariant.problems;
  }

  private void eachOffsetEndsOnce() {
    Map<String, Long> audited = count(outcomes.audits(), Audited::id);
    Map<String, Long> ended = count(outcomes.replies(), Replied::answers);
    count(outcomes.parked(), Parked::id).forEach((id, n) -> ended.merge(id, n, Long::sum));
    for (String id : sent.keySet()) {
      require(audited.getOrDefault(id, 0L) == 1, "%s has %s audit records", id, audited.get(id));
      require(ended.getOrDefault(id, 0L) == 1, "%s has %s ends", id, ended.get(id));
    }
    audited.keySet().forEach(id -> require(sent.containsKey(id), "%s was audited, not sent", id));
    ended.keySet().forEach(id -> require(sent.containsKey(id), "%s was answered, not sent", id));
    Set<String> parked = count(outcomes.parked(), Parked::id).keySet();
    audits.forEach((id, audit) -> endsAsAudited(audit, parked.contains(id)));
  }

  private void endsAsAudited(Audited audit, boolean parked) {
    boolean dead = audit.outcome() == Outcome.DEAD_LETTER;
    require(dead == parked, "%s is audited as %s", audit.id(), audit.outcome());
    Sent request = sent.get(audit.id());
    if (request != null) {
      require(request.partition() == audit.partition(), "%s in another partition", audit.id());
    }
  }

  private void eachRequestIdIsAnsweredAsOftenAsItWasSent() {
    var answerable = sent.values().stream().filter(s -> !parks(s)).toList();
    Map<String, Long> asked = count(answerable, Sent::requestId);
    Map<String, Long> answered = count(outcomes.replies(), Replied::requestId);
    var all = new HashSet<>(asked.keySet());
    all.addAll(answered.keySet());
    for (String id : all) {
      Object times = answered.getOrDefault(id, 0L);
      require(times.equals(asked.get(id)), "%s: %s replies to %s", id, times, asked.get(id));
    }
  }

  private static boolean parks(Sent request) {
    return request.kind().outcome() == Outcome.DEAD_LETTER;
  }

  private void eachFirstDecisionIsRightAndRepeated() {
    sent.values().stream()
        .collect(Collectors.groupingBy(Sent::letter))
        .values()
        .forEach(this::firstAndCopies);
  }

  private void firstAndCopies(List<Sent> sameLetter) {
    List<Audited> inOrder =
        sameLetter.stream()
            .sorted((a, b) -> Long.compare(a.offset(), b.offset()))
            .map(s -> audits.get(s.id()))
            .filter(Objects::nonNull)
            .toList();
    if (inOrder.isEmpty()) {
      return; // already a problem: no audit record
    }
    Audited first = inOrder.get(0);
    Kind kind = sameLetter.get(0).kind();
    boolean right = first.outcome() == kind.outcome() && same(first.cause(), kind.cause());
    require(right, "%s, a %s, is %s %s", first.id(), kind, first.outcome(), first.cause());
    inOrder.stream().skip(1).forEach(copy -> repeats(copy, first));
  }

  private void repeats(Audited copy, Audited first) {
    boolean granted = first.outcome() == Outcome.GRANTED;
    boolean marked = copy.outcome() == Outcome.DUPLICATE;
    boolean repeated = marked || !granted && copy.outcome() == first.outcome();
    boolean same = same(copy.cause(), first.cause()) && same(copy.jti(), first.jti());
    require(repeated && same, "%s, a copy of %s, is %s", copy.id(), first, copy);
  }

  private void eachTokenIsAudited() {
    Map<String, String> issued = new HashMap<>();
    outcomes.replies().stream()
        .filter(reply -> reply.jti() != null)
        .forEach(reply -> issued.put(reply.answers(), reply.jti()));
    Map<String, String> granted = new HashMap<>();
    audits.values().stream()
        .filter(a -> a.flow() == Flow.TOKEN && a.cause() == null)
        .filter(a -> a.outcome() == Outcome.GRANTED || a.outcome() == Outcome.DUPLICATE)
        .forEach(audit -> granted.put(audit.id(), audit.jti()));
    issued.forEach((id, jti) -> require(same(jti, granted.get(id)), "%s: token unaudited", id));
    granted.forEach((id, jti) -> require(same(jti, issued.get(id)), "%s: no such token", id));
    Map<String, Set<String>> jtis = new HashMap<>();
    outcomes.replies().stream()
        .filter(reply -> reply.jti() != null)
        .forEach(r -> jtis.computeIfAbsent(r.requestId(), x -> new HashSet<>()).add(r.jti()));
    jtis.forEach((id, of) -> require(of.size() == 1, "%s has the tokens %s", id, of));
  }

  private void require(boolean holds, String otherwise, Object... of) {
    if (!holds) {
      problems.add(otherwise.formatted(of));
    }
  }

  private static boolean same(Object a, Object b) {
    return Objects.equals(a, b);
  }

  private static <T> Map<String, Long> count(Collection<T> things, Function<T, String> by) {
    return things.stream().collect(Collectors.groupingBy(by, HashMap::new, Collectors.counting()));
  }
}
