/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sealspatial.bench.jmh.AreaMain;
import org.sealspatial.bench.measure.Target;
import org.sealspatial.bench.process.ChildProcess;

/**
 * An area query among very many maps, in a process of its own: CPU time of the thread that
 * searches. The judged figure is p99 of a disc of 1 km among maps that lie all over a country.
 */
final class AreaRow implements Row {
  private static final Target TARGET = new Target(1, true, "ms");

  @Override
  public String id() {
    return "area";
  }

  @Override
  public String group() {
    return "area";
  }

  @Override
  public String what() {
    return "p99 of an area query, 1 M maps, disc of 1 km";
  }

  @Override
  public boolean judgedByNoise() {
    return false;
  }

  @Override
  public Result measure(Run run) throws Exception {
    Path out = run.folder().resolve("area.json");
    String maps = run.plan().quick() ? "20000" : "1000000";
    String queries = run.plan().quick() ? "500" : "20000";
    try (ChildProcess search =
        ChildProcess.start(
            "area query",
            run.folder().resolve("area.log"),
            run.options(),
            AreaMain.class.getName(),
            List.of(maps, queries, out.toString()))) {
      search.awaitEnd();
    }
    JsonNode details = new ObjectMapper().readTree(Files.readAllBytes(out));
    double millis = details.path("judged").path("p99ms").asDouble();
    return new Result(
        Result.number(millis, "ms"),
        "",
        Optional.empty(),
        Optional.of(TARGET),
        run.judge(TARGET, millis),
        (com.fasterxml.jackson.databind.node.ObjectNode) details);
  }
}
