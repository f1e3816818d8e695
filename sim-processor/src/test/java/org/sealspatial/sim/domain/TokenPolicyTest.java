/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.sim.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealspatial.schemas.FailureCause;

class TokenPolicyTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Volume PLAZA = square(4.0, 52.0, 1.0);
  private static final Volume CORNER = square(4.5, 52.5, 1.0);
  private static final Volume ELSEWHERE = square(10, 10, 1);

  static Volume square(double lon, double lat, double side) {
    return Volume.of(
        List.of(lon, lat, lon + side, lat, lon + side, lat + side, lon, lat + side), -10, 50);
  }

  static Rule rule(String name, Rule.Effect effect, Limit limit) {
    return new Rule(
        name,
        effect,
        new Rule.Who(names("arcade"), names("ue-*"), Optional.empty(), Names.ANY),
        new Rule.What(names("SS_SmManagement"), names("get")),
        limit,
        Rule.InForce.ALWAYS,
        Optional.empty());
  }

  static Names names(String... patterns) {
    return new Names(List.of(patterns));
  }

  static Limit limit(Set<Long> maps, Set<String> layers, Volume area) {
    return new Limit(maps, layers, Optional.ofNullable(area));
  }

  static TokenQuestion asks(String service, String action, Limit wanted) {
    return new TokenQuestion(
        "arcade", "ue-1", Optional.empty(), "vr.example", service, Set.of(action), List.of(wanted));
  }

  static Policies policies(Rule... rules) {
    return new Policies() {
      @Override
      public List<Rule> about(String clientId) {
        return List.of(rules);
      }

      @Override
      public long version() {
        return 7;
      }
    };
  }

  static Stream<Arguments> table() {
    Limit plaza = limit(Set.of(1L, 2L), Set.of("ground", "signs"), PLAZA);
    Rule allow = rule("plaza/visitors", Rule.Effect.ALLOW, plaza);
    String get = "get";
    String sm = "SS_SmManagement";
    return Stream.of(
        arguments("a covered request", asks(sm, get, plaza), "GRANTED plaza/visitors", allow),
        arguments("no rule at all", asks(sm, get, plaza), "SERVICE_NOT_ALLOWED", null),
        arguments(
            "another service", asks("SS_SAnDiscovery", get, plaza), "SERVICE_NOT_ALLOWED", allow),
        arguments("another action", asks(sm, "delete", plaza), "ACTION_NOT_ALLOWED", allow),
        arguments(
            "another map",
            asks(sm, get, limit(Set.of(9L), Set.of(), null)),
            "MAP_NOT_ALLOWED",
            allow),
        arguments(
            "another layer",
            asks(sm, get, limit(Set.of(1L), Set.of("x"), null)),
            "LAYER_NOT_ALLOWED",
            allow),
        arguments(
            "another area",
            asks(sm, get, limit(Set.of(), Set.of(), ELSEWHERE)),
            "AREA_NOT_ALLOWED",
            allow));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("table")
  void decides_by_the_table(String title, TokenQuestion question, String expected, Rule rule) {
    // Given
    Policies policies = rule == null ? policies() : policies(rule);

    // When
    TokenDecision decision = TokenPolicy.decide(policies, question, NOON);

    // Then
    assertEquals(expected, decision.fold(g -> "GRANTED " + g.rule(), r -> r.cause().name()), title);
  }

  @Test
  void a_grant_is_narrowed_to_what_the_rule_allows() {
    Rule allow = rule("p/r", Rule.Effect.ALLOW, limit(Set.of(1L), Set.of("ground"), PLAZA));
    Limit wanted = limit(Set.of(1L, 2L), Set.of(), CORNER);

    TokenDecision decision =
        TokenPolicy.decide(policies(allow), asks("SS_SmManagement", "get", wanted), NOON);

    var granted = (TokenDecision.Granted) decision;
    Limit limit = granted.limits().get(0);
    assertEquals(Set.of(1L), limit.maps());
    assertEquals(Set.of("ground"), limit.layers());
    assertEquals(0.25, limit.area().orElseThrow().polygon().getArea(), 1e-9);
  }

  @Test
  void an_explicit_deny_wins_over_any_allow() {
    Rule allow = rule("p/all", Rule.Effect.ALLOW, Limit.NONE);
    Rule deny = rule("p/not-two", Rule.Effect.DENY, limit(Set.of(2L), Set.of(), null));

    var toTwo = asks("SS_SmManagement", "get", limit(Set.of(2L), Set.of(), null));
    var toOne = asks("SS_SmManagement", "get", limit(Set.of(1L), Set.of(), null));

    assertEquals(
        new TokenDecision.Refused(FailureCause.POLICY_DENIED, Optional.of("p/not-two")),
        TokenPolicy.decide(policies(allow, deny), toTwo, NOON));
    assertTrue(
        TokenPolicy.decide(policies(allow, deny), toOne, NOON) instanceof TokenDecision.Granted);
  }

  @Test
  void a_rule_out_of_force_grants_nothing_and_says_so() {
    Rule base = rule("p/r", Rule.Effect.ALLOW, Limit.NONE);
    Rule tomorrow =
        new Rule(
            base.name(),
            base.effect(),
            base.who(),
            base.what(),
            base.limit(),
            new Rule.InForce(Optional.of(NOON.plusSeconds(1)), Optional.empty()),
            Optional.of(Duration.ofMinutes(1)));
    var question = asks("SS_SmManagement", "get", Limit.NONE);

    assertEquals(
        new TokenDecision.Refused(FailureCause.TIME_NOT_ALLOWED, Optional.empty()),
        TokenPolicy.decide(policies(tomorrow), question, NOON));
    var later = TokenPolicy.decide(policies(tomorrow), question, NOON.plusSeconds(1));
    assertEquals(Optional.of(Duration.ofMinutes(1)), ((TokenDecision.Granted) later).lifetime());
  }

  @Test
  void areas_meet_across_the_antimeridian() {
    Volume fiji =
        Volume.of(List.of(179.0, -18.0, -179.0, -18.0, -179.0, -16.0, 179.0, -16.0), -10, 50);
    Volume west =
        Volume.of(List.of(-179.9, -17.5, -179.5, -17.5, -179.5, -17.0, -179.9, -17.0), 0, 10);

    List<Volume> common = fiji.intersection(west);

    assertEquals(
        1, common.size(), "the small square lies inside the strip that crosses 180 degrees");
    assertEquals(0.2, common.get(0).polygon().getArea(), 1e-9);
    var lons = new ArrayList<Double>();
    for (int i = 0; i < common.get(0).ring().size(); i += 2) {
      lons.add(common.get(0).ring().get(i));
    }
    assertTrue(lons.stream().allMatch(lon -> lon >= -180 && lon <= 180), "longitudes " + lons);
  }
}
