/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.sealspatial.jose.StrictJson;
import org.sealspatial.routes.http.HttpAnswer;

/**
 * Health as JSON: {@code {"status": "UP", "checks": [{"name": "replies", "status": "UP"}]}}, 200
 * where all is up and 503 otherwise. Names and states only, no details.
 */
final class Health {
  private final CamelContext context;
  private final Readiness readiness;

  Health(CamelContext context, Readiness readiness) {
    this.context = context;
    this.readiness = readiness;
  }

  /** Whether the process should be left running. */
  HttpAnswer live() {
    return answer(camel(HealthCheck::isLiveness, HealthCheck::callLiveness));
  }

  /** Whether the process should be given work. */
  HttpAnswer ready() {
    Map<String, Boolean> checks = camel(HealthCheck::isReadiness, HealthCheck::callReadiness);
    checks.putAll(readiness.answers());
    return answer(checks);
  }

  // One by one from the registry: Camel's own collection of results drops all but one of a group.
  private Map<String, Boolean> camel(
      Predicate<HealthCheck> kind, Function<HealthCheck, HealthCheck.Result> call) {
    var checks = new TreeMap<String, Boolean>();
    HealthCheckHelper.getHealthCheckRegistry(context).stream()
        .filter(kind)
        .forEach(
            check -> {
              boolean up = call.apply(check).getState() == HealthCheck.State.UP;
              checks.merge(check.getId(), up, Boolean::logicalAnd);
            });
    return checks;
  }

  private static HttpAnswer answer(Map<String, Boolean> checks) {
    boolean up = checks.values().stream().allMatch(holds -> holds);
    ArrayNode list = StrictJson.array();
    checks.forEach((name, holds) -> list.addObject().put("name", name).put("status", word(holds)));
    ObjectNode json = StrictJson.object().put("status", word(up));
    json.set("checks", list);
    return HttpAnswer.json(up ? 200 : 503, json);
  }

  private static String word(boolean up) {
    return up ? "UP" : "DOWN";
  }
}
