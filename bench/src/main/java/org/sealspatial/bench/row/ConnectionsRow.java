/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealspatial.bench.measure.HttpSide.Seen;
import org.sealspatial.bench.measure.Verdict;
import org.sealspatial.jose.StrictJson;

/**
 * A token over HTTP at some number of connections: CPU as fast as they can; percentiles at half of
 * that rate, from the time each request was due.
 */
final class ConnectionsRow implements Row {
  static final List<Integer> ALL = List.of(1, 16, 64, 512);

  private final int connections;

  ConnectionsRow(int connections) {
    this.connections = connections;
  }

  @Override
  public String id() {
    return id(connections);
  }

  static String id(int connections) {
    return "gateway-" + connections;
  }

  @Override
  public String group() {
    return "gateway";
  }

  @Override
  public boolean judgedByNoise() {
    return false;
  }

  @Override
  public String what() {
    return "token over HTTP: CPU; p50/p99/p99.9 in ms";
  }

  @Override
  public Result measure(Run run) throws Exception {
    GatewayRuns.Connected seen = GatewayRuns.of(run).connected().get(connections);
    Seen steady = seen.half();
    ObjectNode details = StrictJson.object().put("ratePerSecond", seen.rate());
    GatewayRow.put(details.putArray("saturated"), List.of(seen.fast()));
    GatewayRow.put(details.putArray("half"), List.of(steady));
    return new Result(
        Result.number(seen.fast().all().micros(), "µs"),
        String.format(
            Locale.ROOT,
            "%.1f/%.0f/%.0f",
            steady.millis(50),
            steady.millis(99),
            steady.millis(99.9)),
        Optional.empty(),
        Optional.empty(),
        Verdict.INFO,
        details);
  }
}
