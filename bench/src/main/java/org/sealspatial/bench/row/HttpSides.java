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
    return new HttpSide(gateway, sim, run.broker(), HttpLetters.oauth(world, url(port)));
  }

  /** The gateway's job by hand, before the product's SIM-S. */
  HttpSide plain() throws Exception {
    World world = run.world(Map.of());
    ChildProcess sim = run.role(world, "sim", "a");
    int port = Ports.free();
    String topic = world.topic(Topic.HTTP_TOKEN_REQUESTS);
    ChildProcess gateway = bare(world, port, "form", topic, world.gatewayReplies());
    return new HttpSide(gateway, sim, run.broker(), HttpLetters.oauth(world, url(port)));
  }

  /** Bytes in, bytes out, before the ceiling. */
  HttpSide bare() throws Exception {
    World world = run.world(Map.of());
    ChildProcess service = new Sides(run).ceilingProcess(Kind.ISSUE, world, Map.of());
    int port = Ports.free();
    String topic = world.topic(Topic.TOKEN_REQUESTS);
    ChildProcess gateway = bare(world, port, "bytes", topic, world.replies());
    return new HttpSide(
        gateway, service, run.broker(), HttpLetters.bare(new TokenLetters(world), url(port)));
  }

  private ChildProcess bare(World world, int port, String job, String topic, String replies)
      throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("bootstrap", world.bootstrap());
    settings.put("topic", topic);
    settings.put("replies", replies);
    settings.put("port", "" + port);
    settings.put("job", job);
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
    return gateway;
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }
}
