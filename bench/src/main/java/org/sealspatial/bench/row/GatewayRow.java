/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.sealspatial.bench.measure.Cost;
import org.sealspatial.bench.measure.HttpSide.Seen;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Pairs;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.jose.StrictJson;

/** A token over HTTP and Kafka and back, against bare Jetty, kafka-clients and the ceiling. */
final class GatewayRow implements Row {
  static final int CONNECTIONS = 64;

  private final boolean alone;
  private final Target target;

  /** Judges the gateway's process alone, or gateway, service and broker together. */
  GatewayRow(boolean alone, double bound) {
    this.alone = alone;
    this.target = Target.ratioAtMost(bound);
  }

  @Override
  public String id() {
    return alone ? "gateway" : "gateway-call";
  }

  @Override
  public String group() {
    return "gateway";
  }

  @Override
  public String what() {
    return "token over HTTP, 64 connections: " + (alone ? "gateway" : "all");
  }

  private Cost judged(Seen seen) {
    return alone ? seen.gateway() : seen.all();
  }

  @Override
  public Result measure(Run run) throws Exception {
    return result(run, GatewayRuns.of(run).pairs().orElseThrow());
  }

  private Result result(Run run, Pairs<Seen> pairs) {
    Numbers ratios = pairs.ratios(seen -> judged(seen).micros());
    ObjectNode details = StrictJson.object();
    put(details.putArray("a"), pairs.first());
    put(details.putArray("b"), pairs.second());
    return new Result(
        micros(pairs.first()),
        micros(pairs.second()),
        Optional.of(ratios),
        Optional.of(target),
        run.judge(target, ratios, pairs.first().size()),
        details);
  }

  private String micros(List<Seen> all) {
    return Result.number(Numbers.of(all, seen -> judged(seen).micros()).median(), "µs");
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
