/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.bench.row;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sealspatial.bench.ceiling.BareGatewayMain;
import org.sealspatial.bench.ceiling.CeilingSettings;
import org.sealspatial.bench.load.HttpLetters;
import org.sealspatial.bench.load.TokenLetters;
import org.sealspatial.bench.load.World;
import org.sealspatial.bench.measure.HttpSide;
import org.sealspatial.bench.process.ChildProcess;
import org.sealspatial.bench.process.Ports;
import org.sealspatial.schemas.Topic;

/** Starts the product's gateway, or a bare one, with SIM-S or the ceiling behind it. */
final class HttpSides {
  private final Run run;

  HttpSides(Run run) {
    this.run = run;
  }

  HttpSide product() throws Exception {
    int port = Ports.free();
    World world = run.world(Map.of("gateway.port", "" + port, "gateway.wait", "60s"));
    ChildProcess sim = run.role(world, "sim", "a");
    ChildProcess gateway = run.role(world, "gateway", "a");
    String url = "http://127.0.0.1:" + port;
    return new HttpSide(gateway, sim, run.broker(), HttpLetters.oauth(world, url));
  }

  HttpSide bare() throws Exception {
    World world = run.world(Map.of());
    int port = Ports.free();
    ChildProcess service = new Sides(run).ceilingProcess(Kind.ISSUE, world, Map.of());
    Map<String, String> settings = new HashMap<>();
    settings.put("bootstrap", world.bootstrap());
    settings.put("topic", world.topic(Topic.TOKEN_REQUESTS));
    settings.put("replies", world.replies());
    settings.put("port", "" + port);
    var file =
        CeilingSettings.write(run.folder().resolve(world.group("bare") + ".properties"), settings);
    ChildProcess gateway =
        ChildProcess.start(
            "bare gateway",
            world.log("bare"),
            run.options(),
            BareGatewayMain.class.getName(),
            List.of(file.toString()));
    Ports.await(port, gateway::check);
    String url = "http://127.0.0.1:" + port;
    return new HttpSide(
        gateway, service, run.broker(), HttpLetters.bare(new TokenLetters(world), url));
  }
}
