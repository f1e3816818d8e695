/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
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
    return answer(camel(HealthCheckHelper.invokeLiveness(context)));
  }

  /** Whether the process should be given work. */
  HttpAnswer ready() {
    Map<String, Boolean> checks = camel(HealthCheckHelper.invokeReadiness(context));
    checks.putAll(readiness.answers());
    return answer(checks);
  }

  private static Map<String, Boolean> camel(Collection<HealthCheck.Result> results) {
    var checks = new TreeMap<String, Boolean>();
    for (HealthCheck.Result result : results) {
      boolean up = result.getState() == HealthCheck.State.UP;
      checks.merge(result.getCheck().getId(), up, Boolean::logicalAnd);
    }
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
