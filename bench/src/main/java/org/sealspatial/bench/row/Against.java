/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.sealspatial.bench.measure.Cost;
import org.sealspatial.bench.measure.Numbers;
import org.sealspatial.bench.measure.Pace;
import org.sealspatial.bench.measure.Pairs;
import org.sealspatial.bench.measure.Side;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.jose.StrictJson;

/** One side against another at saturation, and what comes of it. */
final class Against {
  private final Run run;
  private final Target target;

  Against(Run run, Target target) {
    this.run = run;
    this.target = target;
  }

  /** Warms both, measures in turn. */
  Result measure(Side a, Side b) throws Exception {
    var pace = new Pace(run.plan().seconds(), run.plan().burst());
    int countA = pace.warm(a, run.plan().guess());
    int countB = pace.warm(b, run.plan().guess());
    Pairs<Cost> pairs =
        Pairs.of(run.plan().pairs(), () -> a.saturated(countA), () -> b.saturated(countB));
    ObjectNode details = StrictJson.object();
    details.set("a", details(a, pairs.first()));
    details.set("b", details(b, pairs.second()));
    details.put("ratioOfProcesses", pairs.ratios(Cost::processMicros).median());
    details.put("ratioOfBroker", pairs.ratios(Cost::brokerMicros).median());
    details.put("ratioOfRate", pairs.ratios(Cost::rate).median());
    return result(pairs, details);
  }

  private Result result(Pairs<Cost> pairs, ObjectNode details) {
    Numbers ratios = pairs.ratios(Cost::micros);
    return new Result(
        micros(pairs.first()),
        micros(pairs.second()),
        Optional.of(ratios),
        Optional.of(target),
        run.judge(target, ratios, pairs.first().size()),
        details);
  }

  private static String micros(List<Cost> costs) {
    return Result.number(Numbers.of(costs, Cost::micros).median(), "µs");
  }

  static ObjectNode details(Side side, List<Cost> costs) {
    ObjectNode json = StrictJson.object().put("side", side.name());
    json.put("replyBytes", side.answers().replyBytes());
    json.put("auditBytes", side.answers().auditBytes());
    json.put("processMicros", Numbers.of(costs, Cost::processMicros).median());
    json.put("brokerMicros", Numbers.of(costs, Cost::brokerMicros).median());
    json.put("requestsPerSecond", Numbers.of(costs, Cost::rate).median());
    ArrayNode bursts = json.putArray("bursts");
    costs.forEach(
        cost ->
            bursts
                .addObject()
                .put("requests", cost.requests())
                .put("processMicros", cost.processMicros())
                .put("brokerMicros", cost.brokerMicros())
                .put("seconds", cost.wall().toMillis() / 1e3));
    return json;
  }
}
