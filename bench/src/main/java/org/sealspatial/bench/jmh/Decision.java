/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.jmh;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sealspatial.lm.domain.AccessDecision;
import org.sealspatial.lm.domain.AccessPolicy;
import org.sealspatial.lm.domain.Grant;
import org.sealspatial.lm.domain.MapClip;
import org.sealspatial.lm.domain.MapLayer;
import org.sealspatial.lm.domain.Position;
import org.sealspatial.lm.domain.SpatialMap;
import org.sealspatial.lm.domain.SpatialQuestion;
import org.sealspatial.lm.domain.VerifiedToken;
import org.sealspatial.lm.domain.Volume;
import org.sealspatial.sim.domain.Limit;
import org.sealspatial.sim.domain.Names;
import org.sealspatial.sim.domain.Policies;
import org.sealspatial.sim.domain.Rule;
import org.sealspatial.sim.domain.TokenDecision;
import org.sealspatial.sim.domain.TokenPolicy;
import org.sealspatial.sim.domain.TokenQuestion;

/** May this be granted, and what of the map is shown: the rules alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Decision {
  private static final String SERVICE = "SS_SmManagement";
  private static final Volume COVERAGE =
      Volume.of(4.357, 52.011, 4.360, 52.011, 4.360, 52.0125, 4.357, 52.0125);

  private final AccessPolicy access = new AccessPolicy();
  private final Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Policies policies;
  private TokenQuestion tokenQuestion;
  private SpatialQuestion mapQuestion;
  private Optional<SpatialMap> map;
  private VerifiedToken everywhere;
  private VerifiedToken disc;

  @Setup
  public void make() {
    policies = new Three();
    tokenQuestion =
        new TokenQuestion(
            "client-1",
            "ue-1",
            Optional.empty(),
            "arcade.example",
            SERVICE,
            Set.of("get"),
            List.of(Limit.NONE));
    mapQuestion =
        new SpatialQuestion(
            SERVICE,
            "get",
            OptionalLong.of(1),
            Set.of(),
            Set.of(),
            List.of(),
            Optional.empty(),
            Set.of(),
            Optional.empty());
    List<MapLayer> layers = List.of(layer("ground"), layer("trees"), layer("buildings"));
    map = Optional.of(new SpatialMap(1, Optional.empty(), COVERAGE, Set.of(), layers));
    everywhere = token(Optional.empty());
    disc = token(Optional.of(Volume.circle(Position.of(4.358, 52.0115), 60)));
  }

  private static MapLayer layer(String id) {
    return new MapLayer(id, Optional.empty(), Optional.empty());
  }

  private VerifiedToken token(Optional<Volume> area) {
    return new VerifiedToken(
        new VerifiedToken.Identity("client-1", "ue-1", Set.of("arcade.example")),
        new VerifiedToken.Issue("jti", "kid", now, now.plusSeconds(300), 1),
        new VerifiedToken.Scope(SERVICE, Set.of("get")),
        Optional.empty(),
        Optional.empty(),
        List.of(new Grant(Set.of("get"), Set.of(1L), Set.of(), area)));
  }

  /** Two rules that do not apply and one that does. */
  private static final class Three implements Policies {
    private final List<Rule> rules =
        List.of(rule("a", "other-*"), rule("b", "client-1"), rule("c", "elsewhere"));

    private static Rule rule(String name, String client) {
      return new Rule(
          "policy/" + name,
          Rule.Effect.ALLOW,
          new Rule.Who(
              new Names(List.of(client)), new Names(List.of("ue-*")), Optional.empty(), Names.ANY),
          new Rule.What(new Names(List.of(SERVICE)), new Names(List.of("get"))),
          new Limit(Set.of(1L), Set.of(), Optional.empty()),
          Rule.InForce.ALWAYS,
          Optional.of(Duration.ofMinutes(5)));
    }

    @Override
    public List<Rule> about(String clientId) {
      return rules;
    }

    @Override
    public long version() {
      return 1;
    }
  }

  @Benchmark
  public TokenDecision tokenPolicy() {
    return TokenPolicy.decide(policies, tokenQuestion, now);
  }

  @Benchmark
  public AccessDecision<MapClip> accessPolicy() {
    return access.decide(everywhere, mapQuestion, map);
  }

  /** The same, with a map that must be cut to a disc of 36 corners. */
  @Benchmark
  public AccessDecision<MapClip> accessPolicyAndClip() {
    return access.decide(disc, mapQuestion, map);
  }
}
