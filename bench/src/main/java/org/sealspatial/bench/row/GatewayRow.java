/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sealspatial.bench.measure.Cost;
import org.sealspatial.bench.measure.HttpSide.Seen;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Pairs;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.row.GatewayRuns.Turns;
import org.sealspatial.jose.StrictJson;

/**
 * A token over HTTP and Kafka and back, against bare Jetty and kafka-clients that hand bytes on to
 * the ceiling. Who is compared is the product, or a gateway by hand: what the same form, record and
 * answer take without anything of ours.
 */
final class GatewayRow implements Row {
  static final int CONNECTIONS = 64;

  private final String id;
  private final String what;
  private final Function<Turns, List<Seen>> compared;
  private final Function<Seen, Cost> judged;
  private final Optional<Target> target;

  private GatewayRow(
      String id,
      String what,
      Function<Turns, List<Seen>> compared,
      Function<Seen, Cost> judged,
      Optional<Target> target) {
    this.id = id;
    this.what = what;
    this.compared = compared;
    this.judged = judged;
    this.target = target;
  }

  /** The gateway's process; the same by hand; gateway, service and broker together. */
  static List<Row> rows() {
    return List.of(
        new GatewayRow(
            "gateway",
            "gateway",
            Turns::product,
            Seen::gateway,
            Optional.of(Target.ratioAtMost(1.4))),
        new GatewayRow(
            "gateway-plain", "the same by hand", Turns::plain, Seen::gateway, Optional.empty()),
        new GatewayRow(
            "gateway-call",
            "all",
            Turns::product,
            Seen::all,
            Optional.of(Target.ratioAtMost(1.35))));
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String group() {
    return "gateway";
  }

  @Override
  public boolean judgedByNoise() {
    return target.isPresent();
  }

  @Override
  public String what() {
    return "token over HTTP, 64 connections: " + what;
  }

  @Override
  public Result measure(Run run) throws Exception {
    Turns turns = GatewayRuns.of(run).turns().orElseThrow();
    var pairs = new Pairs<>(compared.apply(turns), turns.bare());
    Numbers ratios = pairs.ratios(seen -> judged.apply(seen).micros());
    ObjectNode details = StrictJson.object();
    put(details.putArray("a"), pairs.first());
    put(details.putArray("b"), pairs.second());
    return new Result(
        micros(pairs.first()),
        micros(pairs.second()),
        Optional.of(ratios),
        target,
        run.judge(target, ratios, pairs.first().size()),
        details);
  }

  private String micros(List<Seen> all) {
    return Result.number(Numbers.of(all, seen -> judged.apply(seen).micros()).median(), "µs");
  }

  static void put(ArrayNode array, List<Seen> all) {
    all.forEach(
        seen ->
            array
                .addObject()
                .put("requests", seen.all().requests())
                .put("refused", seen.refused())
                .put("perSecond", seen.all().rate())
                .put("gatewayMicros", seen.gateway().micros())
                .put("serviceMicros", seen.all().processMicros() - seen.gateway().micros())
                .put("brokerMicros", seen.all().brokerMicros())
                .put("p50ms", seen.millis(50))
                .put("p99ms", seen.millis(99))
                .put("p999ms", seen.millis(99.9)));
  }
}
